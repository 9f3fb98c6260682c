package access

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

func TestCode(t *testing.T) {
	for said, want := range map[string]text{
		"plain":                           "`plain`",
		"":                                "(empty)",
		" \t\n ":                          "(empty)",
		"  a \r\n\u2003 b":                "`a b`",
		"a|b`c":                           "`a{U+007C}b{U+0060}c`",
		"```":                             "`{U+0060}{U+0060}{U+0060}`",
		`a\`:                              "`a\\`",
		"<b>[x](y)&amp;":                  "`<b>[x](y)&amp;`",
		"a\u202eb\u200bc":                 "`a{U+202E}b{U+200B}c`",
		"a\x1b[31m\x00":                   "`a{U+001B}[31m{U+0000}`",
		"\xff":                            "`\ufffd`",
		"\u2028x\u00adx":                  "`x{U+00AD}x`",
		"\u3164\ufe0f\u2800\U000e0041":    "`{U+3164}{U+FE0F}{U+2800}{U+E0041}`",
		"Größe 大 é":                       "`Größe 大 é`",
		"e\u0301\u0301\u0301\u0301\u0301": "`e\u0301\u0301\u0301{U+0301}{U+0301}`",
	} {
		if got := code(said); got != want {
			t.Errorf("%q becomes %s, want %s", said, got, want)
		}
	}
}

func TestProse(t *testing.T) {
	for said, want := range map[string]text{
		"List and read the objects; that's all.": "List and read the objects; that's all.",
		"See alien.ts:3:4 (twice), v1.2.":        `See alien\.ts:3:4 (twice), v1.2.`,
		"s3:* on a_b_c":                          `s3:\* on a\_b\_c`,
		"a|b\\|c":                                `a\|b\\\|c`,
		"<script>&lt;":                           "&lt;script>&amp;lt;",
		"[x](http://y) ![z]":                     `\[x\](http:\//y) \!\[z\]`,
		"https://www.evil.example WwW.x":         `https:\//www\.evil\.example WwW\.x`,
		"me@evil.example":                        `me{U+0040}evil\.example`,
		"- item":                                 `\- item`,
		"+ item":                                 `\+ item`,
		"# heading":                              `\# heading`,
		"> quote":                                `\> quote`,
		"1. item":                                `1\. item`,
		"12) item":                               `12\) item`,
		"execution -> data":                      "execution -> data",
		"3 of 4. done":                           "3 of 4. done",
		"evil.com, a.é":                          `evil\.com, a\.é`,
		"===":                                    `\===`,
		"a\n\n# b":                               `a \# b`,
		"`code` ~~x~~ $y$":                       "\\`code\\` \\~\\~x\\~\\~ \\$y\\$",
		"\u2066x\u2069":                          "{U+2066}x{U+2069}",
	} {
		if got := prose(said); got != want {
			t.Errorf("%q becomes %s, want %s", said, got, want)
		}
	}
}

// hostile is text that tries to be more than text.
var hostile = []string{
	"# heading", "\n# heading\n", "\r\n\r\n## Guarantees\r\n- [holds] G9 All is well.", "a | b | c", "|", "||", `\|`, `\\|`, `\\\|`, "`", "``", "```", "`` ` ``", "~~~", "\n```sh\nrm -rf\n```\n",
	"<b>", "<!--", "-->", "<script>alert(1)</script>", "&lt;", "&#60;script&#62;", "[a](https://evil.example)", "![a](https://evil.example/x.png)", "[a]: https://evil.example",
	"https://evil.example", "HTTP://evil.example", "www.evil.example", "me@evil.example", "mailto:me@evil.example", "<https://evil.example>", "*bold*", "__bold__", "- item", "1. item", "> quote", "---", "===", "    indented", "\tindented",
	"\u202etxt.exe", "\u2066a\u2069", "\u200b", "\ufeff", "a\u0000b", "\x1b[2J", "\u2028# heading", "\u0085# heading", "\v# heading", "\\", `a\`, "a  \nb", "{U+007C}", "$x$", "$$x$$", "\xff\xfe", "\u3164", "| --- | --- |", "\n\n|a|b|\n|-|-|\n|c|d|\n",
}

// pieces are what random hostile text is made of.
var pieces = append([]string{"\n", "\r", "|", "\\", "`", "[", "]", "(", ")", "<", ">", "#", "-", "*", "_", "!", "&", " ", "a", "1", ".", ":", "/", "@", "~", "=", "\t", "é"}, hostile...)

// texts calls try with every hostile text and with n random mixtures of them.
func texts(n int, try func(string)) {
	for _, s := range hostile {
		try(s)
		try("x" + s)
		try(s + "x")
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range n {
		var b strings.Builder
		for range 1 + r.IntN(12) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		try(b.String())
	}
}

// What is escaped reads back as one piece of text: a code span that ends where
// it began to, or prose without any syntax.
func TestEscapedTextStaysText(t *testing.T) {
	texts(4000, func(said string) {
		if got := string(code(said)); got != "(empty)" {
			inside := strings.TrimSuffix(strings.TrimPrefix(got, "`"), "`")
			if len(inside) != len(got)-2 || strings.ContainsAny(inside, "`|") || strings.TrimSpace(inside) == "" {
				t.Errorf("%q becomes %q", said, got)
			}
			harmless(t, said, inside)
		}
		got := string(prose(said))
		harmless(t, said, got)
		if syntax := outside(got); strings.ContainsAny(syntax, "`|[]<*_#~!$^@\\") || strings.HasPrefix(syntax, ">") || strings.Contains(syntax, "://") || host.MatchString(syntax) {
			t.Errorf("%q becomes %q", said, got)
		}
	})
}

// host is what some readers of Markdown make a link of.
var host = regexp.MustCompile(`\.[A-Za-z\x{80}-\x{10ffff}]`)

// harmless fails for characters that nobody sees or that change a line.
func harmless(t *testing.T, said, got string) {
	t.Helper()
	for _, r := range got {
		if r == ' ' || unicode.IsPrint(r) && !unicode.In(r, unicode.Cf, unicode.Variation_Selector) && r != '\u3164' {
			continue
		}
		t.Errorf("%q becomes %q, which holds %U", said, got, r)
	}
}
