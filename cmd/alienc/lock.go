package main

import (
	"context"
	"os"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// lock waits until no other build writes to a directory and keeps others out
// until unlock is called. The operating system lets go of the lock when a
// process ends, however it ends, so none is ever left over.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	type held struct {
		file *lockedfile.File
		err  error
	}
	for {
		got := make(chan held, 1)
		go func() {
			file, err := lockedfile.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
			got <- held{file, err}
		}()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case h := <-got:
			if h.err != nil {
				return nil, h.err
			}
			if same(path, h.file) {
				return func() { release(path, h.file) }, nil
			}
			// The one who held it before has removed the file that we locked.
			if err := h.file.Close(); err != nil {
				return nil, err
			}
		}
	}
}

func same(path string, file *lockedfile.File) bool {
	locked, err := file.Stat()
	if err != nil {
		return false
	}
	now, err := os.Lstat(path) //nolint:gosec // in the directory that the user names
	return err == nil && os.SameFile(locked, now)
}

// release removes the file while it is still locked, which Windows refuses;
// there it is removed after, unless the next build already has it open. A
// lock file that stays is no harm.
func release(path string, file *lockedfile.File) {
	removed := os.Remove(path) == nil //nolint:gosec // in the directory that the user names
	_ = file.Close()
	if !removed {
		_ = os.Remove(path) //nolint:gosec // in the directory that the user names
	}
}
