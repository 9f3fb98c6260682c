package access

import (
	"slices"
	"strings"
	"testing"
)

// Whatever an author writes, the page has the lines, headings and cells that
// it has for a plain word.
func TestNothingAnAuthorWritesChangesThePage(t *testing.T) {
	want := shape(t, string(Markdown(opened("word"))))
	texts(200, func(said string) {
		page := string(Markdown(opened(said)))
		if got := shape(t, page); !slices.Equal(got, want) {
			t.Errorf("%q changes the page:\n%s\nwant\n%s", said, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		for _, r := range page {
			if r != '\n' {
				harmless(t, said, string(r))
			}
		}
	})
}

// outside gives what stands outside code, without what a backslash makes
// literal and without entities.
func outside(line string) string {
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", line[i+1]) >= 0:
			i++
			b.WriteByte(' ')
		case line[i] == '`' && strings.IndexByte(line[i+1:], '`') > 0:
			i += 1 + strings.IndexByte(line[i+1:], '`')
			b.WriteByte('x')
		default:
			b.WriteByte(line[i])
		}
	}
	return strings.NewReplacer("&amp;", " ", "&lt;", " ", "&gt;", " ").Replace(b.String())
}

// shape reads a page back: what each line is, and how many cells it has. Of
// what stands outside code it fails for anything that could become a link, a
// tag or an entity that no escaper writes.
func shape(t *testing.T, page string) []string {
	t.Helper()
	var list []string
	inside := false
	for _, line := range strings.Split(page, "\n") {
		if strings.HasPrefix(line, "```") {
			inside = !inside
			list = append(list, line)
			continue
		}
		if inside {
			list = append(list, line)
			continue
		}
		bare := strings.Replace(outside(line), "[holds]", "holds", 1)
		bare = strings.ReplaceAll(bare, "**", "")
		kind := "text"
		switch {
		case strings.HasPrefix(bare, "#"):
			kind = bare[:strings.IndexByte(bare, ' ')]
			bare = bare[len(kind):]
		case strings.HasPrefix(bare, "| ") && strings.HasSuffix(bare, "|"):
			kind = "row of " + string(count(strings.Count(bare, "|")-1))
			bare = strings.ReplaceAll(bare, "|", "")
		case strings.HasPrefix(bare, "|--"):
			kind = "row of " + string(count(strings.Count(bare, "|")-1))
			bare = ""
		case strings.HasPrefix(bare, "- "), strings.HasPrefix(bare, "  - "):
			kind = "item"
		case bare == "":
			kind = "nothing"
		}
		if strings.ContainsAny(bare, "`|[]<*_#@&\\") || strings.HasPrefix(bare, ">") || strings.Contains(bare, "://") || strings.Contains(strings.ToLower(bare), "www.") {
			t.Errorf("%q holds more than text: %q", line, bare)
		}
		list = append(list, kind)
	}
	return list
}
