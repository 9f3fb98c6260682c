package e2e

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// installTime bounds one installation; a slow network is no reason to hang.
const installTime = 10 * time.Minute

// engineBin and toolsBin give the folders of the installed programs: the
// emulator in one, the AWS CLI and cfn-lint in the other.
var (
	engineBin = sync.OnceValues(func() (string, error) { return install("requirements-engine.txt", "ministack") })
	toolsBin  = sync.OnceValues(func() (string, error) { return install("requirements-tools.txt", "aws", "cfn-lint") })
)

// program gives the path of a program: the pinned one, or one on the PATH when
// the pinned one cannot be installed here, which is said.
func program(name string, bin func() (string, error)) (string, error) {
	dir, err := bin()
	if err == nil {
		return filepath.Join(dir, name), nil
	}
	path, notFound := exec.LookPath(name)
	if notFound != nil {
		return "", fmt.Errorf("%w, and there is no %s on the PATH", err, name)
	}
	results.skip("the pinned version of %s: %v; using the one on the PATH", name, err)
	return path, nil
}

// install makes a Python environment with the pinned programs of a
// requirements file, once for each content of that file.
func install(requirements string, programs ...string) (string, error) {
	home, err := home()
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(requirements)
	if err != nil {
		return "", err
	}
	name := strings.TrimSuffix(strings.TrimPrefix(requirements, "requirements-"), ".txt")
	dir := filepath.Join(home, fmt.Sprintf("%s-%.6x", name, sha256.Sum256(text)))
	bin, complete := filepath.Join(dir, "bin"), filepath.Join(dir, "complete")
	if _, err := os.Stat(complete); err == nil {
		return bin, nil
	}

	python, err := exec.LookPath("python3")
	if err != nil {
		return "", errors.New("python3 is not installed")
	}
	ctx, cancel := context.WithTimeout(context.Background(), installTime)
	defer cancel()
	for _, command := range [][]string{
		{python, "-m", "venv", "--clear", dir},
		{filepath.Join(bin, "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "-r", requirements},
	} {
		if out, err := exec.CommandContext(ctx, command[0], command[1:]...).CombinedOutput(); err != nil {
			return "", fmt.Errorf("cannot install %s: %s", strings.Join(programs, " and "), lastLine(out, err))
		}
	}
	for _, p := range programs {
		if _, err := os.Stat(filepath.Join(bin, p)); err != nil {
			return "", err
		}
	}
	return bin, os.WriteFile(complete, nil, 0o644)
}

// home is the folder for what this package installs.
func home() (string, error) {
	if dir := os.Getenv("E2E_HOME"); dir != "" {
		return filepath.Abs(dir)
	}
	cache, err := os.UserCacheDir()
	return filepath.Join(cache, "alienc-e2e"), err
}

// lastLine gives the last line that a failed program wrote, or its error.
func lastLine(out []byte, err error) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if last := lines[len(lines)-1]; last != "" {
		return last
	}
	return err.Error()
}
