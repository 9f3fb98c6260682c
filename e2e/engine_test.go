package e2e

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// region is where the emulated stacks stand.
const region = "us-east-1"

// startTime bounds how long the emulator may take to answer.
const startTime = 60 * time.Second

// engine is a running emulator, MiniStack: it takes every type that alienc
// emits, and needs neither Docker nor a network.
type engine struct {
	url string
}

// startEngine starts an emulator on a free port of this machine. It ends with
// the test.
func startEngine(t *testing.T) *engine {
	t.Helper()
	ministack, err := program("ministack", engineBin)
	if err != nil {
		results.skip("create, update and delete on an emulated AWS: %v", err)
		t.Skip(err)
	}
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	work := t.TempDir()
	log, err := os.Create(filepath.Join(work, "server.log"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	server := exec.CommandContext(ctx, ministack)
	server.Dir = work
	server.Stdout, server.Stderr = log, log
	server.WaitDelay = 5 * time.Second
	// Nothing of this machine reaches the emulator but the PATH.
	server.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + work, "TMPDIR=" + work,
		"BIND_HOST=127.0.0.1", fmt.Sprintf("GATEWAY_PORT=%d", port),
		"DOCKER_HOST=unix:///nonexistent", "AUTH=false",
	}
	if err := server.Start(); err != nil {
		cancel()
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err == nil {
			t.Error("the emulator ended by itself")
		}
		if err := log.Close(); err != nil {
			t.Error(err)
		}
	})

	e := &engine{url: fmt.Sprintf("http://127.0.0.1:%d", port)}
	if err := e.wait(ended); err != nil {
		text, _ := os.ReadFile(log.Name()) // only to explain the failure
		t.Fatalf("the emulator did not start: %v\n%s", err, text)
	}
	return e
}

// wait returns once the emulator answers.
func (e *engine) wait(ended chan error) error {
	client := &http.Client{Timeout: time.Second}
	for deadline := time.Now().Add(startTime); time.Now().Before(deadline); {
		response, err := client.Get(e.url + "/_ministack/health")
		if err == nil {
			return response.Body.Close()
		}
		select {
		case err := <-ended:
			ended <- err
			return fmt.Errorf("it ended: %w", err)
		case <-time.After(100 * time.Millisecond):
		}
	}
	return fmt.Errorf("no answer within %s", startTime)
}

// freePort finds a port of the loopback interface that nobody uses.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close() //nolint:errcheck // it was only asked for its number
	return l.Addr().(*net.TCPAddr).Port, nil
}
