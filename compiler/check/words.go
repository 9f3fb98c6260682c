package check

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// a gives the kind with its article, "an artifact-registry".
func a(kind ir.Kind) string {
	if kind == ir.KindArtifactRegistry {
		return "an " + string(kind)
	}
	return "a " + string(kind)
}

// didYouMean is the help for a name that does not resolve, or otherwise when
// no single name is near or begins with it.
func didYouMean(word string, names []string, otherwise string) string {
	found := diag.DidYouMean(word, names)
	if found == "" {
		found = completed(word, names)
	}
	if found == "" {
		return otherwise
	}
	return fmt.Sprintf("did you mean %q?", found)
}

// completed gives the only name that begins with word, as "execution" does
// with "exec".
func completed(word string, names []string) string {
	const least = 3 // fewer characters say too little
	found := ""
	for _, name := range names {
		if len(word) < least || !strings.HasPrefix(name, word) {
			continue
		}
		if found != "" {
			return ""
		}
		found = name
	}
	return found
}

// joined lists words as a sentence does: "a", "b" and "c". After three it counts
// the rest.
func joined(list []string) string {
	const shown = 3
	if len(list) > shown+1 {
		return strings.Join(list[:shown], ", ") + fmt.Sprintf(" and %d more", len(list)-shown)
	}
	last := len(list) - 1
	if last < 1 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:last], ", ") + " and " + list[last]
}

func quoted(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strconv.Quote(s)
	}
	return out
}

// words splits a name at its separators and where small letters meet capitals:
// "stripeApiKey" and "STRIPE_API_KEY" have the same three.
func words(name string) []string {
	var list []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			list = append(list, word.String())
			word.Reset()
		}
	}
	before := ' '
	for _, c := range name {
		letter := c < unicode.MaxASCII && (unicode.IsLetter(c) || unicode.IsDigit(c))
		if !letter || unicode.IsUpper(c) && unicode.IsLower(before) {
			end()
		}
		if letter {
			word.WriteRune(unicode.ToLower(c))
		}
		before = c
	}
	end()
	return list
}
