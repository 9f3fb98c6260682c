package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// leastReason is how many characters a reason has at least: fewer explain
// nothing to a customer.
const leastReason = 20

// risk is what an author accepts: one rule's finding about one subject.
type risk struct{ check, subject string }

// subject names a grant in alienc.yaml: who holds it, the resource of its key,
// nil under "*", and the set, as in "management/vault:credentials/vault/data-write".
func subject(who string, on ir.Resource, set string) string {
	key := ir.Any
	if on != nil {
		key = string(on.Kind()) + ":" + on.Info().ID
	}
	return who + "/" + key + "/" + set
}

// addAcceptable reports an error that the author may accept. Its help is what
// else to do. Errors of one rule about one subject are one finding: an entry
// of alienc.yaml accepts exactly one.
func (r *review) addAcceptable(d diag.Diagnostic, subject string) {
	key := risk{d.ID, subject}
	if at, ok := r.risks[key]; ok {
		if d.Pos != r.list[at].Pos {
			r.list[at] = r.list[at].WithRelated(d.Pos, "also here")
		}
		return
	}
	if r.risks == nil {
		r.risks = map[risk]int{}
	}
	d.Subject = subject
	r.risks[key] = len(r.list)
	r.add(d.WithHelp(fmt.Sprintf("%s, or accept it in alienc.yaml: check %s, subject %q", d.Help, d.ID, subject)))
}

// accept lowers the errors that alienc.yaml accepts to warnings. It comes
// after all rules.
func (r *review) accept() {
	first := map[risk]int{}
	for i, a := range r.Accepted {
		path := fmt.Sprintf("acceptedRisks[%d]", i)
		key := risk{a.Check, a.Subject}
		wrong := func(id, format string, args ...any) diag.Diagnostic {
			return diag.New(id, a.Pos, path, path+" "+fmt.Sprintf(format, args...))
		}
		before, repeated := first[key]
		length := utf8.RuneCountInString(strings.TrimSpace(a.Reason))
		at, there := r.risks[key]
		switch {
		case !slices.Contains(diag.Acceptable, a.Check):
			r.add(wrong("accepted-risk-invalid", "accepts %q, which is no check that may be accepted", a.Check).
				WithHelp(didYouMean(a.Check, diag.Acceptable, "these may be: "+strings.Join(diag.Acceptable, ", "))))
		case repeated:
			r.add(wrong("accepted-risk-invalid", "repeats acceptedRisks[%d]", before).WithHelp("delete the entry"))
		case length < leastReason:
			r.add(wrong("accepted-risk-invalid", "gives a reason of %s; at least %d are needed", characters(length), leastReason).
				WithHelp("tell the customer why the stack needs it"))
		case !there:
			r.add(wrong("accepted-risk-stale", "matches nothing").WithHelp(r.staleHelp(a)))
		default:
			d := r.list[at].As(diag.Warning).WithHelp("accepted in alienc.yaml: " + a.Reason)
			d.Accepted = true
			r.list[at] = d
		}
		if !repeated {
			first[key] = i
		}
	}
}

// staleHelp proposes the subject that an entry was probably meant for.
func (r *review) staleHelp(a ir.Accepted) string {
	var subjects []string
	for key := range r.risks {
		if key.check == a.Check {
			subjects = append(subjects, key.subject)
		}
	}
	return didYouMean(a.Subject, subjects, "delete the entry")
}
