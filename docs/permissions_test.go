package docs

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// permissionSets is the part of the document of "alienc permissions --json"
// that the page shows.
type permissionSets struct {
	Sets []permissionSet `json:"sets"`
}

type permissionSet struct {
	ID  string `json:"id"`
	Doc string `json:"doc"`
	Use string `json:"use"`
	AWS []struct {
		ID        string `json:"id"`
		Effect    string `json:"effect"`
		Principal string `json:"principal"`
		Actions   []struct {
			Name       string `json:"name"`
			Level      string `json:"level"`
			ReadsData  bool   `json:"readsData"`
			WritesData bool   `json:"writesData"`
			Code       bool   `json:"code"`
			HandsOut   string `json:"handsOut"`
		} `json:"actions"`
		On []struct {
			Part     string   `json:"part"`
			Patterns []string `json:"patterns"`
		} `json:"on"`
		Conditions []struct {
			Operator string   `json:"operator"`
			Key      string   `json:"key"`
			Values   []string `json:"values"`
		} `json:"conditions"`
		When *struct {
			Means string `json:"means"`
		} `json:"when"`
		With     string `json:"with"`
		Without  string `json:"without"`
		Wildcard string `json:"wildcard"`
		Direct   string `json:"direct"`
		Damage   string `json:"damage"`
	} `json:"aws"`
}

// The page has a section for each use of a set.
var permissionSections = []struct{ use, title, about string }{
	{"author", "For authors", "Authors grant these to a profile in `alien.ts`, on a resource that the profile's functions link."},
	{"management", "Management", "Management, the identity of the vendor, holds `heartbeat` on every resource and `management` on every live one, unless `alien.ts` overrides that. Authors can grant these sets too."},
	{"setup", "Setup and teardown", "Whoever sets up holds `provision` for everything that the stack has, and whoever tears down holds `teardown`. Nobody can grant them. The sets of `profile`, `management` and `stack` are about roles and the stack as a whole."},
	{"derived", "Derived", "These follow from the stack. Nobody can grant them."},
}

// The reference of permission sets is what the program itself says about them.
func TestPermissionsPage(t *testing.T) {
	out, code := workspace{t, t.TempDir()}.run("permissions", "--json")
	var document permissionSets
	if err := json.Unmarshal([]byte(out), &document); code != 0 || err != nil {
		t.Fatalf("alienc permissions --json ends with %d, %v:\n%s", code, err, out)
	}
	var text []string
	shown := 0
	for _, section := range permissionSections {
		text = append(text, "", "## "+section.title, "", section.about)
		for _, s := range document.Sets {
			if s.Use == section.use {
				text = append(text, s.lines()...)
				shown++
			}
		}
	}
	if shown != len(document.Sets) || shown < 50 {
		t.Errorf("the page shows %d of %d sets", shown, len(document.Sets))
	}
	generated(t, "docs/reference/permissions.md", "sets", append(text, ""))
}

// lines gives a set as Markdown.
func (s permissionSet) lines() []string {
	text := []string{"", "### " + s.ID, "", s.Doc}
	if len(s.AWS) == 0 {
		return append(text, "", "On AWS it grants nothing.")
	}
	text = append(text, "")
	for _, st := range s.AWS {
		verb := "allows"
		if st.Effect == "Deny" {
			verb = "denies"
		}
		if st.Principal != "" {
			verb += " " + st.Principal
		}
		var actions []string
		for _, a := range st.Actions {
			var words []string
			for _, w := range []struct {
				word string
				is   bool
			}{
				{a.Level, a.Level != ""},
				{"reads data", a.ReadsData},
				{"writes data", a.WritesData},
				{"code", a.Code},
				{"hands out " + a.HandsOut, a.HandsOut != ""},
				{"every action of the service", a.Level == ""},
			} {
				if w.is {
					words = append(words, w.word)
				}
			}
			actions = append(actions, fmt.Sprintf("`%s` (%s)", a.Name, strings.Join(words, ", ")))
		}
		text = append(text, fmt.Sprintf("- **%s** %s %s", st.ID, verb, strings.Join(actions, ", ")))
		for _, on := range st.On {
			for _, pattern := range on.Patterns {
				text = append(text, fmt.Sprintf("  - on %s `%s`", on.Part, pattern))
			}
		}
		for _, c := range st.Conditions {
			text = append(text, fmt.Sprintf("  - if %s `%s` is `%s`", c.Operator, c.Key, strings.Join(c.Values, "` or `")))
		}
		if st.When != nil {
			text = append(text, "  - only for "+st.When.Means)
		}
		if st.With != "" {
			text = append(text, fmt.Sprintf("  - only for an identity that holds `%s` on it too", st.With))
		}
		if st.Without != "" {
			text = append(text, fmt.Sprintf("  - only for an identity that does not hold `%s` on it", st.Without))
		}
		for _, reason := range []struct{ label, text string }{
			{"why a wildcard", st.Wildcard},
			{"why not only through CloudFormation", st.Direct},
			{"what it can damage", st.Damage},
		} {
			if reason.text != "" {
				text = append(text, "  - "+reason.label+": "+reason.text)
			}
		}
	}
	return text
}
