// Package emit says what every backend returns.
package emit

import "github.com/alienc/alienc/cloud"

// Output is what a backend makes of a stack. Backends return no errors: every
// mistake of an author is found before emission.
type Output struct {
	Files   []File
	Budgets []cloud.Budget
	Parts   []cloud.Part
}

// File is one output file.
type File struct {
	Path string // slash-separated, relative to the output directory: "aws/template.yaml"
	Role string // what it is for, a word for the manifest: "template"
	Data []byte

	Executable bool // whether it is a program that people run
}
