package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// printer writes findings for people.
type printer struct {
	out     io.Writer
	sources *sources
	colors  bool
}

// The colours of a terminal.
const (
	red    = "1;31"
	yellow = "1;33"
	blue   = "1;34"
	bold   = "1"
)

func (p *printer) paint(color, text string) string {
	if !p.colors {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// colored decides whether a stream gets colours.
func colored(when string, out io.Writer) bool {
	switch when {
	case "always":
		return true
	case "never":
		return false
	}
	if os.Getenv("NO_COLOR") != "" {
		return false
	}
	if force := os.Getenv("CLICOLOR_FORCE"); force != "" && force != "0" {
		return true
	}
	file, ok := out.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// list writes findings, at most maxErrors errors of them (0: all), and a last
// line that counts.
func (p *printer) list(list diag.List, maxErrors int) {
	errors := 0
	for _, d := range list {
		if d.Severity == diag.Error {
			errors++
			if maxErrors > 0 && errors > maxErrors {
				continue
			}
		}
		p.one(d)
	}
	counted := count(list)
	if counted == "" {
		return
	}
	if hidden := errors - maxErrors; maxErrors > 0 && hidden > 0 {
		counted += fmt.Sprintf(" (%d hidden by --max-errors %d)", hidden, maxErrors)
	}
	fmt.Fprintln(p.out, counted)
}

// count says how many errors and warnings there are, or "".
func count(list diag.List) string {
	var parts []string
	for _, s := range []diag.Severity{diag.Error, diag.Warning} {
		switch n := list.Count(s); n {
		case 0:
		case 1:
			parts = append(parts, "1 "+s.String())
		default:
			parts = append(parts, fmt.Sprintf("%d %ss", n, s))
		}
	}
	return strings.Join(parts, ", ")
}

func (p *printer) one(d diag.Diagnostic) {
	color := map[diag.Severity]string{diag.Error: red, diag.Warning: yellow, diag.Note: blue}[d.Severity]
	fmt.Fprintf(p.out, "%s: %s\n", p.paint(color, d.Severity.String()), p.paint(bold, plain(d.Message)))
	width := len(strconv.Itoa(d.Pos.Line))
	if !d.Pos.IsZero() {
		p.place(d, width, color)
	}
	for _, r := range d.Related {
		fmt.Fprintf(p.out, "%*s %s  %s\n", width+3, ":::", p.where(r.Pos), plain(r.Message))
	}
	p.help(d.Help)
	fmt.Fprintf(p.out, "      [%s]\n", d.ID)
}

// help writes what to write instead, if there is anything to say.
func (p *printer) help(text string) {
	if text == "" {
		return
	}
	for i, line := range strings.Split(text, "\n") {
		fmt.Fprintf(p.out, "%s %s\n", [2]string{p.paint(bold, "help:"), "     "}[min(i, 1)], plain(line))
	}
}

func (p *printer) where(pos ir.Pos) string {
	pos.File = p.sources.shown(pos.File)
	return plain(pos.String())
}

// place writes where a finding is: the file, the line, and a caret under the
// literal or word.
func (p *printer) place(d diag.Diagnostic, width int, color string) {
	path := plain(d.Path)
	fmt.Fprintf(p.out, "%*s %s\n", width+3, "-->", p.where(d.Pos))
	line := p.sources.line(d.Pos)
	if line == "" {
		if path != "" {
			fmt.Fprintf(p.out, "%*s %s\n", width+2, "=", path)
		}
		return
	}
	text, before, under := excerpt([]rune(line), d.Pos.Column-1, p.sources.span(d.Pos))
	bar := p.paint(blue, "|")
	fmt.Fprintf(p.out, "%*s %s\n", width, "", bar)
	fmt.Fprintf(p.out, "%s %s %s\n", p.paint(blue, strconv.Itoa(d.Pos.Line)), bar, text)
	caret := strings.Repeat(" ", before) + p.paint(color, strings.Repeat("^", under))
	fmt.Fprintln(p.out, strings.TrimRight(fmt.Sprintf("%*s %s %s %s", width, "", bar, caret, path), " "))
}

// excerpt makes a line fit for a terminal: tabs become spaces, what could
// steer the terminal becomes a mark, and of a very long line the part around
// the caret remains. It gives the text, the columns before the caret and the
// columns under it.
func excerpt(line []rune, at, length int) (text string, before, under int) {
	const around = 100
	at = min(max(at, 0), len(line))
	end := min(at+length, len(line))
	first, last := 0, len(line)
	if last > 2*around {
		first, last = max(0, at-around/2), min(len(line), max(end, at)+around)
		end = min(end, last)
	}
	var b strings.Builder
	column := 0
	if first > 0 {
		b.WriteString("…")
		column = 1
	}
	for i, r := range line[first:last] {
		shown, w := string(r), columns(r)
		switch {
		case r == '\t':
			w = 4 - column%4
			shown = strings.Repeat(" ", w)
		case !unicode.IsPrint(r) && !unicode.Is(unicode.Mn, r):
			shown, w = "\ufffd", 1
		}
		switch {
		case first+i < at:
			before = column + w
		case first+i < end:
			under += w
		}
		b.WriteString(shown)
		column += w
	}
	if first > 0 && at == first {
		before = 1
	}
	if last < len(line) {
		b.WriteString("…")
	}
	return strings.TrimRight(b.String(), " "), before, max(under, 1)
}

// wide holds the characters that take two columns of a terminal.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1}, // Hangul
		{Lo: 0x2e80, Hi: 0x303e, Stride: 1}, // radicals, CJK marks
		{Lo: 0x3041, Hi: 0x4dbf, Stride: 1}, // kana, CJK
		{Lo: 0x4e00, Hi: 0xa4cf, Stride: 1}, // CJK, Yi
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, // Hangul
		{Lo: 0xf900, Hi: 0xfaff, Stride: 1}, // CJK
		{Lo: 0xfe30, Hi: 0xfe6f, Stride: 1}, // CJK forms
		{Lo: 0xff00, Hi: 0xff60, Stride: 1}, // full width
		{Lo: 0xffe0, Hi: 0xffe6, Stride: 1}, // full width
	},
	R32: []unicode.Range32{
		{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1}, // pictures
		{Lo: 0x1f680, Hi: 0x1f6ff, Stride: 1}, // transport
		{Lo: 0x1f900, Hi: 0x1f9ff, Stride: 1}, // pictures
		{Lo: 0x20000, Hi: 0x3fffd, Stride: 1}, // CJK
	},
}

// columns gives how many columns of a terminal a character takes.
func columns(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// plain makes text from an author harmless on a terminal: it stays on its
// line, and nothing in it can move the cursor, set a colour or turn the
// direction of writing.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsPrint(r) || unicode.Is(unicode.Mn, r):
			return r
		}
		return '\ufffd'
	}, text)
}
