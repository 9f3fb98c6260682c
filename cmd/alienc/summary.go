package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/iam/prove"
)

// summary says what a build wrote and what to do next.
func (s *session) summary(written []string) {
	dir := filepath.ToSlash(s.dir)
	if len(written) == 0 {
		fmt.Fprintf(s.stderr, "%s is up to date (%d files)\n", dir, len(s.files))
	} else {
		fmt.Fprintf(s.stderr, "wrote %d of %d files to %s: %s\n", len(written), len(s.files), dir, strings.Join(written, ", "))
	}
	s.printBudgets()
	s.printGuarantees()
	fmt.Fprintf(s.stderr, "next: read %s, then follow %s\n", shellWord(dir+"/"+accessPageName), shellWord(dir+"/"+deployPageName))
}

// shellWord quotes a path where a shell would split or change it.
func shellWord(path string) string {
	safe := func(r rune) bool {
		return r < 0x80 && (inWord(r) && r != '$' || strings.ContainsRune("/._-+:=@%,", r))
	}
	if path != "" && strings.IndexFunc(path, func(r rune) bool { return !safe(r) }) < 0 {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// printBudgets writes a line for each cloud with the limits that are nearest,
// or with -v one line for each limit.
func (s *session) printBudgets() {
	for _, name := range cloud.Names {
		var list []cloud.Budget
		for _, b := range s.budgets {
			if b.Cloud == name && b.Limit > 0 {
				list = append(list, b)
			}
		}
		if len(list) == 0 {
			continue
		}
		if s.verbose {
			for _, b := range list {
				fmt.Fprintf(s.stderr, "%s: %s (%d %%)\n", name, budget(b), percent(b))
			}
			continue
		}
		slices.SortStableFunc(list, func(a, b cloud.Budget) int { return cmp.Compare(b.Used*a.Limit, a.Used*b.Limit) })
		var parts []string
		for _, b := range list[:min(len(list), 4)] {
			parts = append(parts, budget(b))
		}
		fmt.Fprintf(s.stderr, "%s: %s\n", name, strings.Join(parts, ", "))
	}
}

// printGuarantees counts what holds for each cloud, or with -v lists it with
// its proof.
func (s *session) printGuarantees() {
	for _, name := range s.result.Targets {
		all, open := 0, []string{}
		for _, g := range s.proof.Guarantees {
			if g.Cloud != name {
				continue
			}
			all++
			if !g.Holds {
				open = append(open, g.ID)
			}
			if s.verbose {
				s.printGuarantee(g)
			}
		}
		if s.verbose || all == 0 {
			continue
		}
		line := fmt.Sprintf("%s: %d of %d guarantees hold", name, all-len(open), all)
		if len(open) > 0 {
			line += "; not guaranteed: " + strings.Join(open, ", ")
		}
		fmt.Fprintln(s.stderr, line)
	}
}

func (s *session) printGuarantee(g prove.Guarantee) {
	state := ""
	if !g.Holds {
		state = "NOT GUARANTEED: "
	}
	fmt.Fprintf(s.stderr, "%s: %s %s%s (%s)\n", g.Cloud, g.ID, state, plain(g.Text), plain(g.Proof))
	for _, c := range g.Causes {
		var at []string
		for _, o := range c.Origin {
			at = append(at, s.printer.where(o.Pos))
		}
		fmt.Fprintln(s.stderr, "  "+strings.TrimRight(plain(c.Text)+" "+strings.Join(at, ", "), " "))
	}
}

func budget(b cloud.Budget) string {
	if b.Unit == "" {
		return fmt.Sprintf("%s of %s %s", diag.Thousands(b.Used), diag.Thousands(b.Limit), b.What)
	}
	return fmt.Sprintf("%s %s of %s %s", b.What, diag.Thousands(b.Used), diag.Thousands(b.Limit), b.Unit)
}

func percent(b cloud.Budget) int { return b.Used * 100 / b.Limit }
