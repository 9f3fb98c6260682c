package check

import (
	"github.com/alienc/alienc/cloud/aws"
)

// sids refuses two sets of the author's whose statements on AWS have the same id, such
// as "a-b/c" and "a/b-c": a reader of a policy could not tell whose a statement
// is.
type sids map[string]written // by the set's part of the id

func (s sids) add(r *review, w written) {
	id := aws.Pascal(w.ID)
	before, taken := s[id]
	if !taken {
		s[id] = w
		return
	}
	r.add(w.at("custom-set-conflict", "id", "set %q has statements of the same id as set %q: Custom%s", w.ID, before.ID, id).
		WithHelp("give one of them an id that differs in its letters and digits").
		WithRelated(before.Pos, "the other is here"))
}
