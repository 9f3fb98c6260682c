package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// callTime bounds one call of the AWS CLI.
const callTime = 2 * time.Minute

// client talks to the APIs of the emulated services; client.py does the work.
type client struct {
	mu  sync.Mutex
	in  io.Writer
	out *bufio.Reader
}

func (e *engine) startClient(t *testing.T) *client {
	t.Helper()
	python, err := program("python3", engineBin)
	if err == nil {
		if out, failed := exec.Command(python, "-c", "import botocore").CombinedOutput(); failed != nil {
			err = errors.New(lastLine(out, failed))
		}
	}
	if err != nil {
		results.skip("reading resources back: %v", err)
		t.Skip(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	process := exec.CommandContext(ctx, python, "client.py", e.url, region)
	process.WaitDelay = 5 * time.Second
	process.Env = e.environment("000000000000")
	in, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = process.Wait() // it was killed
	})
	return &client{in: in, out: bufio.NewReader(out)}
}

// account is one account of the emulated AWS: stacks in different accounts do
// not see each other.
type account struct {
	*client
	id   string
	zips map[place]string // digests of the zips that functions run, as Lambda writes them
}

// place is an object in a bucket.
type place struct{ bucket, key string }

// apiError is what a service answers instead of a result.
type apiError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (e *apiError) Error() string { return e.Message }

// gone reports whether the service says that the thing does not exist.
func (e *apiError) gone() bool {
	for _, mark := range []string{"NotFound", "NoSuch", "NonExistent", "DoesNotExist", "404"} {
		if strings.Contains(e.Code, mark) {
			return true
		}
	}
	return false
}

// object is a map of an answer.
type object = map[string]any

// call asks a service, with the names of the Python SDK: "s3",
// "get_bucket_policy". A refusal is an *apiError.
func (a account) call(service, operation string, parameters object) (object, error) {
	request, err := json.Marshal(object{"account": a.id, "service": service, "operation": operation, "parameters": parameters})
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, err := a.in.Write(append(request, '\n')); err != nil {
		return nil, err
	}
	line, err := a.out.ReadBytes('\n')
	if err != nil {
		return nil, fmt.Errorf("%s %s: no answer: %w", service, operation, err)
	}
	var answer struct {
		apiError
		Result object `json:"result"`
	}
	if err := json.Unmarshal(line, &answer); err != nil {
		return nil, err
	}
	if answer.Code != "" {
		return nil, &answer.apiError
	}
	return answer.Result, nil
}

// environment is what AWS programs may know: nothing of this machine's
// accounts, and the emulator for every service.
func (e *engine) environment(account string) []string {
	var out []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "AWS_") && !strings.HasPrefix(v, "PYTHON") {
			out = append(out, v)
		}
	}
	return append(out,
		"AWS_ACCESS_KEY_ID="+account, "AWS_SECRET_ACCESS_KEY=none",
		"AWS_DEFAULT_REGION="+region, "AWS_REGION="+region,
		"AWS_CONFIG_FILE=/dev/null", "AWS_SHARED_CREDENTIALS_FILE=/dev/null",
		"AWS_EC2_METADATA_DISABLED=true", "AWS_PAGER=", "AWS_MAX_ATTEMPTS=1",
		"AWS_ENDPOINT_URL="+e.url,
		"NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1", "LC_ALL=C.UTF-8",
	)
}

// cli runs a shell command that begins with "aws", in a folder.
func (e *engine) cli(account, dir, command string) (string, error) {
	aws, err := program("aws", toolsBin)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), callTime)
	defer cancel()
	run := exec.CommandContext(ctx, "sh", "-c", command+" --endpoint-url "+e.url)
	run.Dir = dir
	run.WaitDelay = 5 * time.Second
	run.Env = append(e.environment(account), "HOME="+dir, "PATH="+filepath.Dir(aws)+":"+os.Getenv("PATH"))
	out, err := run.CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%s: %w", command, err)
	}
	return string(out), err
}
