// Command cold measures `alienc build` as a person meets it: a new process,
// reading sources and writing every file. It prints the median of several runs
// beside the target. Targets are for a current laptop and are never asserted.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/alienc/alienc/bench"
)

const runs = 15

type subject struct {
	name   string
	entry  string
	wall   time.Duration // target
	memory int64         // target in bytes; 0: none
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "cold:", err)
		os.Exit(1)
	}
}

func run() error {
	work, err := os.MkdirTemp("", "alienc-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)

	binary := filepath.Join(work, "alienc")
	if out, err := exec.Command("go", "build", "-o", binary, "github.com/alienc/alienc/cmd/alienc").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	large, err := bench.Write(filepath.Join(work, "large"), 120)
	if err != nil {
		return err
	}
	subjects := []subject{
		{"examples/agent", "examples/agent/alien.ts", 25 * time.Millisecond, 40 << 20},
		{"examples/event-pipeline", "examples/event-pipeline/alien.ts", 25 * time.Millisecond, 40 << 20},
		{"examples/public-api", "examples/public-api/alien.ts", 25 * time.Millisecond, 40 << 20},
		{"120 generated resources", large, 60 * time.Millisecond, 0},
	}

	fmt.Printf("alienc build, new process, median of %d runs\n", runs)
	fmt.Printf("%-26s %9s %9s %11s %9s\n", "stack", "wall", "target", "peak memory", "target")
	for _, s := range subjects {
		wall, memory, err := measure(binary, s.entry, work)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Printf("%-26s %6.1f ms %6d ms %11s %9s\n", s.name, float64(wall.Microseconds())/1000, s.wall.Milliseconds(), megabytes(memory), megabytes(s.memory))
	}
	return nil
}

// measure builds several times, each into a new directory, and gives the
// medians of time and peak memory. The first run only fills the disk's cache.
func measure(binary, entry, work string) (time.Duration, int64, error) {
	var walls []time.Duration
	var memories []int64
	for i := range runs + 1 {
		out, err := os.MkdirTemp(work, "dist-")
		if err != nil {
			return 0, 0, err
		}
		build := exec.Command(binary, "build", entry, "-o", filepath.Join(out, "dist"))
		start := time.Now()
		messages, err := build.CombinedOutput()
		wall := time.Since(start)
		if err != nil {
			return 0, 0, fmt.Errorf("%w\n%s", err, messages)
		}
		if i > 0 {
			walls = append(walls, wall)
			memories = append(memories, peakMemory(build.ProcessState))
		}
	}
	slices.Sort(walls)
	slices.Sort(memories)
	return walls[runs/2], memories[runs/2], nil
}

func megabytes(bytes int64) string {
	if bytes == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
}
