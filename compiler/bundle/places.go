package bundle

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/alienc/alienc/compiler/ir"
)

// places maps the script back to the sources.
type places struct {
	sources []source
	script  []string    // the script's lines
	lines   [][]segment // by line of the script, from 0; rising columns
}

// segment begins a stretch of the script that comes from one place.
type segment struct {
	column         int // in the script, from 0
	source         int // index into sources; -1: from no source
	line, original int // in the source, from 0; the column in UTF-16 units
}

type source struct {
	name  string
	lines []string // nil when the file is not one of the project

	columns map[int][]int // of the lines that were asked for; see codePoints
}

// newPlaces reads a source map. A source that is not among the texts, such as
// one that an installed package names in a map of its own, has no places.
func newPlaces(script string, mapping []byte, text map[string]string) (*places, error) {
	var doc struct {
		Sources  []string `json:"sources"`
		Mappings string   `json:"mappings"`
	}
	if err := json.Unmarshal(mapping, &doc); err != nil {
		return nil, err
	}
	p := &places{script: strings.Split(script, "\n")}
	for _, name := range doc.Sources {
		s := source{name: strings.TrimPrefix(name, sourceSpace+":")}
		if body, ok := text[s.name]; ok && s.name != name {
			s.lines = splitLines(body)
		}
		p.sources = append(p.sources, s)
	}
	err := p.decode(doc.Mappings)
	return p, err
}

// decode reads the mappings: lines are separated by semicolons, segments by
// commas, and each number is the difference to the one before it.
func (p *places) decode(text string) error {
	p.lines = make([][]segment, 0, strings.Count(text, ";")+1)
	var source, line, original int
	for group := range strings.SplitSeq(text, ";") {
		column := 0
		segments := make([]segment, 0, strings.Count(group, ",")+1)
		for group != "" {
			var fields [5]int
			n := 0
			for group != "" && group[0] != ',' {
				value, size := vlq(group)
				if size == 0 || n == len(fields) {
					return errors.New("malformed mapping")
				}
				fields[n], group = value, group[size:]
				n++
			}
			group = strings.TrimPrefix(group, ",")
			column += fields[0]
			if n < 4 {
				segments = append(segments, segment{column: column, source: -1})
				continue
			}
			source, line, original = source+fields[1], line+fields[2], original+fields[3]
			if source < 0 || source >= len(p.sources) {
				return errors.New("mapping to an unknown source")
			}
			segments = append(segments, segment{column, source, line, original})
		}
		p.lines = append(p.lines, segments)
	}
	return nil
}

// vlq reads a number in the base 64 of source maps; size 0 means that there is
// none.
func vlq(s string) (value, size int) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	for shift := 0; size < len(s) && shift < 35; shift += 5 {
		digit := strings.IndexByte(alphabet, s[size])
		if digit < 0 {
			return 0, 0
		}
		size++
		value |= (digit & 31) << shift
		if digit&32 == 0 {
			if value&1 != 0 {
				return -(value >> 1), size
			}
			return value >> 1, size
		}
	}
	return 0, 0
}

func (p *places) find(line, column int) (pos ir.Pos, exact bool) {
	if line < 1 || line > len(p.lines) || line > len(p.script) {
		return ir.Pos{}, false
	}
	segments := p.lines[line-1]
	i, exact := slices.BinarySearchFunc(segments, column-1, func(s segment, column int) int { return s.column - column })
	if !exact {
		i--
	}
	if i < 0 || segments[i].source < 0 {
		return ir.Pos{}, false
	}
	s := segments[i]
	exact = exact || begins(p.script[line-1], s.column, column-1)
	from := &p.sources[s.source]
	if s.line < 0 || s.line >= len(from.lines) {
		return ir.Pos{}, false
	}
	return ir.Pos{File: from.name, Line: s.line + 1, Column: from.column(s.line, s.original)}, exact
}

// begins reports whether nothing but space stands between the start of a
// segment and a place. What esbuild writes in front of a call without effects
// counts as space.
func begins(line string, start, place int) bool {
	if place > len(line) {
		return false
	}
	between := strings.TrimSpace(line[start:place])
	return between == "" || between == "/* @__PURE__ */"
}

// column turns a column of a line, counted in UTF-16 units from 0, into one
// counted in code points from 1.
func (s *source) column(line, units int) int {
	columns, ok := s.columns[line]
	if !ok {
		columns = codePoints(s.lines[line])
		if s.columns == nil {
			s.columns = map[int][]int{}
		}
		s.columns[line] = columns
	}
	if units >= len(columns) {
		return units + 1 // ASCII, or past the end
	}
	return columns[units]
}

// codePoints lists the column of each UTF-16 unit of a line; nothing for a line
// in ASCII, where both counts agree.
func codePoints(line string) []int {
	if !strings.ContainsFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return nil
	}
	list := make([]int, 0, len(line)+1)
	column := 1
	for _, r := range line {
		list = append(list, column)
		if r >= 0x10000 {
			list = append(list, column)
		}
		column++
	}
	return append(list, column)
}

// lineEnds are what ends a line for esbuild.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// byteOrderMark may begin a file. No editor counts it.
const byteOrderMark = "\ufeff"

func splitLines(text string) []string {
	return strings.Split(lineEnds.Replace(strings.TrimPrefix(text, byteOrderMark)), "\n")
}

// columnOf gives the column, in code points from 1, of a byte offset in a line.
func columnOf(line string, offset int) int {
	return utf8.RuneCountInString(line[:min(offset, len(line))]) + 1
}
