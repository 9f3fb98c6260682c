package eval

import (
	"context"
	"fmt"
	"runtime/metrics"
	"time"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// watchdog keeps an evaluation within its time and memory.
type watchdog struct {
	done chan struct{} // closed by end
	gone chan struct{} // closed when the goroutine has ended

	before uint64 // bytes on the heap when the evaluation began
}

// checkEvery is how often the memory is looked at.
const checkEvery = 10 * time.Millisecond

// watch interrupts the runtime when a limit is exceeded or the context ends.
// An interrupt reaches every loop of the author's code, but not what the
// engine does in one step, such as matching a regular expression: then Overrun
// is called.
func (m *machine) watch(ctx context.Context) *watchdog {
	w := &watchdog{done: make(chan struct{}), gone: make(chan struct{}), before: heap()}
	limits, rt, overrun := m.Limits, m.rt, m.Overrun
	entry := ir.Pos{File: m.program.Entry}
	go func() {
		defer close(w.gone)
		d := w.wait(ctx, limits)
		if d == nil {
			return
		}
		rt.Interrupt(d)
		if w.stuck(limits) && overrun != nil {
			late := *d
			late.Pos = entry
			overrun(late)
		}
	}()
	return w
}

// stuck waits for the end after an interrupt, and gives up after the grace
// period, or at once when the memory has doubled again.
func (w *watchdog) stuck(limits Limits) bool {
	over := time.After(limits.Grace)
	tick := time.NewTicker(checkEvery)
	defer tick.Stop()
	for {
		select {
		case <-w.done:
			return false
		case <-over:
			return true
		case <-tick.C:
			if heap() > w.before+2*limits.Memory {
				return true
			}
		}
	}
}

// wait gives the limit that was exceeded, or nil at the end of the evaluation.
func (w *watchdog) wait(ctx context.Context, limits Limits) *diag.Diagnostic {
	started := time.Now()
	tick := time.NewTicker(checkEvery)
	defer tick.Stop()
	for {
		select {
		case <-w.done:
			return nil
		case <-ctx.Done():
			return limit("evaluation was cancelled")
		case <-tick.C:
		}
		if time.Since(started) > limits.Time {
			return limit("evaluation exceeded " + seconds(limits.Time))
		}
		if heap() > w.before+limits.Memory {
			return limit(fmt.Sprintf("evaluation exceeded %d MB", limits.Memory>>20))
		}
	}
}

// end stops watching.
func (w *watchdog) end() {
	close(w.done)
	<-w.gone
}

func limit(message string) *diag.Diagnostic {
	d := diag.New("evaluation-limit", ir.Pos{}, "", message)
	return &d
}

func seconds(d time.Duration) string {
	if d%time.Second == 0 {
		return fmt.Sprintf("%d s", d/time.Second)
	}
	return fmt.Sprintf("%d ms", d/time.Millisecond)
}

// heap gives the bytes that live on the heap, collected or not.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
