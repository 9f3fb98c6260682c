package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/alienc/alienc/compiler/ir"
)

const previousHelp = "name the output directory of an earlier build, or its " + irName

// addPrevious adds the flag that names an earlier build.
func (o *options) addPrevious(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.previous, "previous", "", "say what customers who run this earlier `build` must do: a directory or its "+irName)
}

// readPrevious reads the earlier build before anything is written, since it may
// be in the output directory.
func (s *session) readPrevious(cmd *cobra.Command) error {
	if !cmd.Flags().Changed("previous") {
		return nil
	}
	if s.previous == "" {
		return usageError{"--previous names no build", previousHelp}
	}
	refuse := func(format string, args ...any) error {
		return usageError{s.given("previous") + ": " + fmt.Sprintf(format, args...), previousHelp}
	}
	file, shown := s.previous, filepath.ToSlash(s.previous)
	info, err := os.Stat(file)
	if err == nil && info.IsDir() {
		file = filepath.Join(file, irName)
		if info, err = os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			return refuse("there is no %s in %s", irName, shown)
		}
		shown = filepath.ToSlash(file)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return refuse("%s does not exist", shown)
	case err != nil:
		return refuse("cannot read %s: %v", shown, cause(err))
	case !info.Mode().IsRegular():
		return refuse("%s is no file", shown)
	}
	data, err := readLimited(file, ir.MaxDocument+1) // one more, so that the decoder sees that it is too large
	if err != nil {
		return refuse("cannot read %s: %v", shown, cause(err))
	}
	if s.earlier, err = ir.Decode(data); err != nil {
		return usageError{
			fmt.Sprintf("%s: %s is no %s of this alienc: %v", s.given("previous"), shown, irName, err),
			"compile the earlier release again with this alienc, and name its output directory",
		}
	}
	return nil
}

func readLimited(path string, limit int64) ([]byte, error) {
	file, err := os.Open(path) //nolint:gosec // the user names the file
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(io.LimitReader(file, limit))
}

// cause is what went wrong with a file, without its path.
func cause(err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}
