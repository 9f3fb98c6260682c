//go:build !unix

package main

import "os"

// peakMemory is not known here; zero prints as a dash.
func peakMemory(*os.ProcessState) int64 { return 0 }
