package bundle

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// verdict says what follows from a run of esbuild.
type verdict struct {
	again  bool // something was added that the next run needs
	async  bool // the sources await outside a function
	failed bool // there is no script
}

var (
	missingExport   = regexp.MustCompile(`^No matching export in "(.*)" for import "(.*)"$`)
	undefinedImport = regexp.MustCompile(`^Import "(.*)" will always be undefined because there is no matching export in "(.*)"$`)
)

// judge turns esbuild's messages into findings. An unknown export of the SDK is
// reported and then added to it, so that the rest of the sources is looked at.
func (r *reader) judge(built api.BuildResult, list *diag.List) verdict {
	var v verdict
	for _, m := range built.Warnings {
		if refusal, ok := m.Detail.(refused); ok {
			list.Add(diag.New("import-not-allowed", r.position(m.Location), "",
				fmt.Sprintf("cannot import %q: %s", refusal.path, refusal.because)).WithHelp(refusal.help))
		} else if name, ok := r.unknown(m.Text); ok {
			v.again = r.add(name, m.Location, list) || v.again
		}
	}
	for _, m := range built.Errors {
		if name, ok := r.unknown(m.Text); ok {
			v.again = r.add(name, m.Location, list) || v.again
			continue
		}
		if strings.HasPrefix(m.Text, "Top-level await is currently not supported") {
			v.async = true
			continue
		}
		v.failed = true
		list.Add(r.broken(m))
	}
	// What is wrong with the sources is wrong in every run.
	v.again = !v.failed && (v.again || v.async)
	return v
}

// unknown gives the name that is missing in the SDK, if that is what an
// esbuild message says.
func (r *reader) unknown(text string) (string, bool) {
	module, name := "", ""
	if m := missingExport.FindStringSubmatch(text); m != nil {
		module, name = m[1], m[2]
	} else if m := undefinedImport.FindStringSubmatch(text); m != nil {
		module, name = m[2], m[1]
	}
	return name, module == sdkSpace+":"+sdkImport
}

// add makes a name an export of the SDK and reports it unless it is a quiet
// one. It gives false when the name has been added before.
func (r *reader) add(name string, at *api.Location, list *diag.List) bool {
	if !slices.Contains(r.quiet, name) {
		list.Add(r.unknownExport(name, r.position(at)))
	}
	if slices.Contains(r.added, name) {
		return false
	}
	r.added = append(r.added, name)
	return true
}

func (r *reader) unknownExport(name string, pos ir.Pos) diag.Diagnostic {
	if name == "default" {
		return diag.New("unknown-export", pos, "", fmt.Sprintf("%q has no default export", sdkImport)).
			WithHelp(fmt.Sprintf("write import * as alien from %q", sdkImport))
	}
	d := diag.New("unknown-export", pos, "", fmt.Sprintf("%q has no export %q", sdkImport, name))
	if near := diag.DidYouMean(name, r.exports); near != "" {
		d = d.WithHelp("did you mean " + near + "?")
	}
	return d
}

// broken reports sources that cannot be bundled.
func (r *reader) broken(m api.Message) diag.Diagnostic {
	pos := r.position(m.Location)
	if missing := missingExport.FindStringSubmatch(m.Text); missing != nil {
		file := strings.TrimPrefix(missing[1], sourceSpace+":")
		return diag.New("unknown-export", pos, "", fmt.Sprintf("%q has no export %q", file, missing[2]))
	}
	return diag.New("syntax-error", pos, "", m.Text)
}

// position gives the place that an esbuild message is about.
func (r *reader) position(at *api.Location) ir.Pos {
	if at == nil {
		return ir.Pos{File: r.name(r.entry)}
	}
	return ir.Pos{
		File:   strings.TrimPrefix(at.File, sourceSpace+":"),
		Line:   at.Line,
		Column: columnOf(at.LineText, at.Column),
	}
}
