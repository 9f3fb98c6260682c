package syntax

import (
	"slices"
	"strings"
)

// sub prints text with variables in its shortest form.
func (p *printer) sub(s Sub, c context) {
	s = merged(s)
	switch {
	case len(s) == 0:
		p.quoted("")
	case len(s) == 1 && s[0].Var == "":
		p.quoted(s[0].Lit)
	case len(s) == 1:
		p.inline(Ref(s[0].Var), c)
	case open(s):
		p.join(s)
	default:
		p.text("!Sub ")
		p.quoted(subText(s))
	}
}

// merged joins neighbouring literals, so that "$" and "{" cannot meet unseen.
func merged(s Sub) Sub {
	if !slices.ContainsFunc(s, func(seg Segment) bool { return seg == Segment{} }) && !touching(s) {
		return s
	}
	out := make(Sub, 0, len(s))
	for _, seg := range s {
		switch n := len(out); {
		case seg.Var != "":
			out = append(out, Segment{Var: seg.Var})
		case seg.Lit == "":
		case n > 0 && out[n-1].Var == "":
			out[n-1].Lit += seg.Lit
		default:
			out = append(out, Segment{Lit: seg.Lit})
		}
	}
	return out
}

// touching says whether two literals stand side by side.
func touching(s Sub) bool {
	for i := 1; i < len(s); i++ {
		if s[i].Var == "" && s[i-1].Var == "" {
			return true
		}
	}
	return false
}

// open says whether Fn::Sub could misread a literal: "${" without a "}" of its
// own takes what follows for its name, be it a variable.
func open(s Sub) bool {
	for _, seg := range s {
		for rest := seg.Lit; rest != ""; {
			if strings.HasSuffix(rest, "$") {
				return true
			}
			_, inside, found := strings.Cut(rest, "${")
			if !found {
				break
			}
			name, after, closed := strings.Cut(inside, "}")
			if !closed || strings.Contains(name, "${") {
				return true
			}
			rest = after
		}
	}
	return false
}

// subText writes the text that Fn::Sub takes: "${!" stands for a literal "${".
func subText(s Sub) string {
	var b strings.Builder
	for _, seg := range s {
		if seg.Var == "" {
			b.WriteString(strings.ReplaceAll(seg.Lit, "${", "${!"))
			continue
		}
		b.WriteString("${")
		b.WriteString(seg.Var)
		b.WriteString("}")
	}
	return b.String()
}

// join prints the text as a list of its parts, for what Fn::Sub cannot say.
func (p *printer) join(s Sub) {
	parts := make(List, len(s))
	for i, seg := range s {
		if seg.Var == "" {
			parts[i] = Str(seg.Lit)
		} else {
			parts[i] = Ref(seg.Var)
		}
	}
	p.text("!Join ")
	p.inlineItems(List{Str(""), parts})
}
