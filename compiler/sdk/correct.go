package sdk

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/alienc/alienc/compiler/diag"
)

// correction says what to write instead, where that is plain.
func correction(shape Shape, v Value, label string) string {
	word := ""
	switch shape := shape.(type) {
	case Integer:
		if n, err := strconv.Atoi(strings.TrimSpace(v.Text)); err == nil && v.Type == String {
			word = strconv.Itoa(n)
		}
	case Flag:
		if v.Type == String && (v.Text == "true" || v.Text == "false") {
			word = v.Text
		}
	case Text:
		if v.Type == Number || v.Type == Boolean {
			word = strconv.Quote(shape.Prefix + show(v))
		} else if v.Type == String {
			word = strconv.Quote(shape.Prefix + v.Text)
		}
	case Enum:
		if v.Type == String {
			return suggestQuoted(v.Text, shape.Values)
		}
	case List:
		if v.Type == String || v.Type == Record {
			return "write a list: [ ... ]"
		}
	}
	switch {
	case word == "":
		return ""
	case strings.ContainsAny(label, ".["):
		return "write " + word
	}
	return fmt.Sprintf("write %s(%s)", label, word)
}

func suggest(word string, names []string) string {
	if near := diag.DidYouMean(word, names); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

func suggestQuoted(word string, names []string) string {
	if near := diag.DidYouMean(word, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return ""
}
