package cloud

import "strings"

// Pascal writes an id as it stands inside a symbol of a template: its words
// capitalised and joined. What is no letter or digit of ASCII only separates
// words.
func Pascal(id string) string {
	var b strings.Builder
	start := true
	for _, c := range []byte(id) {
		switch {
		case c >= 'a' && c <= 'z' && start:
			b.WriteByte(c - 'a' + 'A')
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
			b.WriteByte(c)
		default:
			start = true
			continue
		}
		start = false
	}
	return b.String()
}
