package prove

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/iam"
)

// breaks holds the rules that an author breaks who takes a guarantee away.
// What somebody accepted by another rule says nothing about it.
var breaks = map[string][]string{
	"G1": {"management-reads-data"},
	"G2": {"management-writes-iam", "management-changes-outside"},
	"G3": {"management-mutates-frozen", "management-writes-data", "management-changes-outside"},
	"G4": {"management-writes-data", "management-mutates-frozen", "management-changes-outside"},
}

// accepted gives the author's reasons for what breaks a guarantee, and for
// which actions they are where not for all. It begins with a space, or is
// empty.
func (c *claim) accepted(e excuse) string {
	var reasons []string
	actions := map[string][]string{} // by reason
	for _, risk := range c.risks {
		if !slices.Contains(breaks[c.id], risk.Check) {
			continue
		}
		reason := strings.TrimSuffix(risk.Reason, ".")
		for _, name := range e.actions {
			if e.means(risk.Subject, name) {
				reasons = addOnce(reasons, reason)
				actions[reason] = addOnce(actions[reason], name)
			}
		}
	}
	var whole []string
	text := ""
	for _, reason := range reasons {
		if len(actions[reason]) == len(e.actions) {
			whole = append(whole, reason)
			continue
		}
		text += " Accepted by the author for " + c.few(actions[reason]) + ": " + reason + "."
	}
	if len(whole) > 0 {
		text = " Accepted by the author: " + strings.Join(whole, "; ") + "." + text
	}
	return text
}

// means reports whether the subject of a risk is the excuse's for an action:
// "management/*/acme/x s3:Put*" for each action that the author's word stands
// for, the name of a role of Azure for each action that the role has,
// "management/vault:keys/vault/data-write" for the whole of a set of alienc's.
func (e excuse) means(subject, action string) bool {
	if !e.custom {
		return subject == e.subject
	}
	word, ok := strings.CutPrefix(subject, e.subject+" ")
	if ok && slices.Contains(e.roles[action], word) {
		return true
	}
	action, _, _ = strings.Cut(action, " ") // without what a sentence says about it
	return ok && match(compile(strings.ToLower(word), true), strings.ToLower(action))
}

// riskSubject is how alienc.yaml names what the author accepts, apart from the
// action of a custom set: "management/vault:credentials/vault/data-write".
func riskSubject(g iam.Grant) string {
	subject, _, _ := strings.Cut(g.Scope, "/")
	return g.Identity + "/" + subject + "/" + g.Set
}
