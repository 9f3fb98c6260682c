package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
	"github.com/alienc/alienc/iam/sets"
)

// textWidth is how many columns the text form of sets takes. A word that is
// longer, such as an ARN, is not cut.
const textWidth = 100

// uses are the headings of a list of sets.
var uses = []struct {
	use     use
	heading string
}{
	{forAuthors, "Granted by authors in alien.ts"},
	{forManagement, "Held by management, the vendor's identity; authors can grant them too"},
	{forSetup, "Held by whoever sets up or tears down; nobody can grant them"},
	{derivedUse, "Derived from the stack; nobody can grant them"},
}

// sharedKinds says what the kinds are that are no resources.
var sharedKinds = map[string]string{
	"profile":    "profile, the role that functions run as",
	"management": "management, the role of the vendor",
	"stack":      "stack, the stack as a whole",
}

// listText writes ids and docs, under a heading for each use and kind. The
// sets come kind by kind.
func listText(list []sets.Set) []byte {
	var b bytes.Buffer
	width := 0
	for _, s := range list {
		width = max(width, len(s.ID))
	}
	for i, u := range uses {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s:\n", u.heading)
		kind := ""
		for _, s := range list {
			if useOf(s) != u.use {
				continue
			}
			if s.Kind != kind {
				kind = s.Kind
				title := kind
				if words, ok := sharedKinds[kind]; ok {
					title = words
				}
				fmt.Fprintf(&b, "\n  %s\n", title)
			}
			wrap(&b, "    ", fmt.Sprintf("%-*s  ", width, s.ID), s.Doc)
		}
	}
	return b.Bytes()
}

// showText writes everything about each set.
func showText(document permissionsJSON) []byte {
	var b bytes.Buffer
	for i, s := range document.Sets {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintln(&b, s.ID)
		wrap(&b, "  ", "", s.Doc)
		wrap(&b, "  ", "", heldBy(s))
		if len(s.AWS) == 0 {
			fmt.Fprintf(&b, "  On %s it grants nothing.\n", cloud.AWS.Title())
			continue
		}
		fmt.Fprintf(&b, "  On %s:\n", cloud.AWS.Title())
		for _, st := range s.AWS {
			b.WriteByte('\n')
			st.text(&b)
		}
	}
	return b.Bytes()
}

// heldBy says who holds a set, and whether an author decides that.
func heldBy(s setJSON) string {
	switch {
	case s.Use == derivedUse:
		return "Derived from the stack; nobody can grant it."
	case s.Purpose == "teardown":
		return "Held by whoever tears down; nobody can grant it."
	case s.Use == forSetup:
		return "Held by whoever sets up; nobody can grant it."
	case s.Purpose == "heartbeat":
		return "Held by management on every " + ir.Kind(s.Kind).Noun() + ", unless alien.ts overrides that; authors can grant it too."
	case s.Use == forManagement:
		return "Held by management on every live " + ir.Kind(s.Kind).Noun() + ", unless alien.ts overrides that; authors can grant it too."
	}
	return "Granted by authors in alien.ts."
}

func (s statementJSON) text(b *bytes.Buffer) {
	verb := "allows"
	if s.Effect == iam.Deny {
		verb = "denies"
	}
	fmt.Fprintf(b, "  %s %s\n", s.ID, verb)
	width := 0
	for _, a := range s.Actions {
		width = max(width, len(a.Name))
	}
	for _, a := range s.Actions {
		fmt.Fprintf(b, "    %-*s  %s\n", width, a.Name, a.power())
	}
	line := func(label, text string) {
		if text != "" {
			wrap(b, "    ", fmt.Sprintf("%-10s", label), text)
		}
	}
	line("to", principals(s.Principal))
	for _, p := range s.On {
		for _, pattern := range p.Patterns {
			line("on", p.Part+" "+pattern)
		}
	}
	for _, c := range s.Conditions {
		line("if", c.Operator+" "+c.Key+" = "+strings.Join(c.Values, " or "))
	}
	if s.When != nil {
		line("only for", s.When.Means)
	}
	if s.With != "" {
		line("only for", "an identity that holds "+s.With+" on it too")
	}
	if s.Without != "" {
		line("only for", "an identity that does not hold "+s.Without+" on it")
	}
	line("wildcard", s.Wildcard)
	line("direct", s.Direct)
	line("damage", s.Damage)
}

// power says in words what an action can do.
func (a actionJSON) power() string {
	if a.Level == "" {
		return "every action of the service"
	}
	words := []string{string(a.Level)}
	if a.ReadsData {
		words = append(words, "reads data")
	}
	if a.WritesData {
		words = append(words, "writes data")
	}
	if a.Code {
		words = append(words, "code")
	}
	if a.Hands != "" {
		words = append(words, "hands out "+a.Hands)
	}
	return strings.Join(words, ", ")
}

func principals(who string) string {
	if who == iam.Vendor {
		return "the principal that the customer names as the vendor's"
	}
	return who
}

// wrap writes a label and a text, whose further lines stand below its first.
func wrap(b *bytes.Buffer, indent, label, text string) {
	line := indent + label
	start := len(line)
	for word := range strings.FieldsSeq(text) {
		if len(line) > start {
			if len(line)+1+len(word) <= textWidth {
				line += " " + word
				continue
			}
			fmt.Fprintln(b, line)
			line = strings.Repeat(" ", start)
		}
		line += word
	}
	fmt.Fprintln(b, line)
}
