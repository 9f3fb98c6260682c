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
	limits  Limits
	started time.Time
	before  memory        // when the evaluation began
	done    chan struct{} // closed by end
	gone    chan struct{} // closed when the goroutine has ended

	exceeded *diag.Diagnostic // set before gone is closed
}

// memory is what the process holds, in bytes.
type memory struct {
	heap   uint64 // lives on the heap, collected or not
	stacks uint64 // of goroutines, which natives that call themselves fill
}

// checkEvery is how often the memory is looked at.
const checkEvery = 10 * time.Millisecond

// Watch bounds work that no interrupt reaches, such as parsing the sources.
// When a limit is exceeded before end is called, overrun is called from another
// goroutine. It must end the process.
func Watch(entry string, limits Limits, overrun func(diag.Diagnostic)) (end func()) {
	w := watch(context.Background(), entry, limits, nil, overrun)
	return func() { w.end() }
}

// watch interrupts the runtime when a limit is exceeded or the context ends.
// An interrupt reaches every loop of the author's code, but not what the
// engine does in one step, such as matching a regular expression: then Overrun
// is called.
func (m *machine) watch(ctx context.Context) *watchdog {
	return watch(ctx, m.program.Entry, m.Limits, func(d *diag.Diagnostic) { m.rt.Interrupt(d) }, m.Overrun)
}

func watch(ctx context.Context, entry string, limits Limits, interrupt func(*diag.Diagnostic), overrun func(diag.Diagnostic)) *watchdog {
	w := &watchdog{limits: limits, started: time.Now(), before: inUse(), done: make(chan struct{}), gone: make(chan struct{})}
	go func() {
		defer close(w.gone)
		if w.exceeded = w.wait(ctx); w.exceeded == nil {
			return
		}
		late := *w.exceeded
		if interrupt != nil {
			interrupt(w.exceeded)
			if !w.stuck() {
				return
			}
		}
		if overrun != nil {
			late.Pos = ir.Pos{File: entry}
			overrun(late)
		}
	}()
	return w
}

// stuck waits for the end after an interrupt, and gives up after the grace
// period, or at once when the memory has doubled again or calls are nested in
// each other: a stack that overflows cannot be reported.
func (w *watchdog) stuck() bool {
	over := time.After(w.limits.Grace)
	tick := time.NewTicker(checkEvery)
	defer tick.Stop()
	for {
		select {
		case <-w.done:
			return false
		case <-over:
			return true
		case <-tick.C:
			if now := inUse(); now.heap > w.before.heap+2*w.limits.Memory || w.deep(now) {
				return true
			}
		}
	}
}

func (w *watchdog) deep(now memory) bool { return now.stacks > w.before.stacks+w.limits.Memory/2 }

// wait gives the limit that was exceeded, or nil at the end of the evaluation.
func (w *watchdog) wait(ctx context.Context) *diag.Diagnostic {
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
		if d := w.late(); d != nil {
			return d
		}
		switch now := inUse(); {
		case w.deep(now):
			return limit("evaluation is nested too deeply")
		case now.heap > w.before.heap+w.limits.Memory:
			return limit(fmt.Sprintf("evaluation exceeded %d MB", w.limits.Memory>>20))
		}
	}
}

func (w *watchdog) late() *diag.Diagnostic {
	if time.Since(w.started) <= w.limits.Time {
		return nil
	}
	return limit("evaluation exceeded " + seconds(w.limits.Time))
}

// end stops watching and gives the limit that was exceeded, if one was. The
// watchdog may not have seen it: a step of the engine that does not let the
// collector begin stops every goroutine but its own.
func (w *watchdog) end() *diag.Diagnostic {
	close(w.done)
	<-w.gone
	if w.exceeded != nil {
		return w.exceeded
	}
	return w.late()
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

func inUse() memory {
	samples := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(samples)
	return memory{samples[0].Value.Uint64(), samples[1].Value.Uint64()}
}
