package deploy

import (
	"strings"
	"unicode"
)

// command joins words to a line for a shell, each quoted where it needs to be.
func command(words ...string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = word(w)
	}
	return strings.Join(quoted, " ")
}

// answer is a word that holds what another command prints.
func answer(command string) string { return `"$(` + command + `)"` }

// word quotes a string so that a shell reads exactly it, on one line.
func word(s string) string {
	s = oneLine(s)
	if s != "" && strings.IndexFunc(s, special) < 0 {
		return s
	}
	if strings.Contains(s, "'") && !strings.ContainsAny(s, "\"\\$`!") {
		return `"` + s + `"`
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// special reports whether a shell may give a character a meaning.
func special(r rune) bool { return !isLetter(r) && !strings.ContainsRune("/._-+:=@%,", r) }

// isLetter reports whether a character is a letter or a digit of ASCII.
func isLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// oneLine keeps a string from ending its line. No name that passed the checks
// holds a character that this changes.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return '?'
		}
		return r
	}, s)
}
