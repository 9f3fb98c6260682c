package iam

import (
	"slices"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
)

// reading gives, for operators that hold for more values when a "*" stands for a
// region or account that nobody knows yet, the one that reads the "*". A
// negated operator would hold for fewer, and none reads wildcards without
// regard to case.
var reading = map[string]string{
	"StringEquals": "StringLike", "StringLike": "StringLike", "ArnEquals": "ArnLike", "ArnLike": "ArnLike",
}

// Gap is a statement of which a policy written for every customer cannot say
// all, because an account or a region is not known.
type Gap struct {
	Identity   string // who holds it: "management", "profile:execution"
	Statement  string // its id
	Effect     Effect // what is denied is denied without the conditions; what is allowed is left out
	Conditions []Condition
}

// AWSGaps lists the statements in which the documents that [AWSDocuments] makes
// without account and region differ from the template. They never allow more.
func AWSGaps(p *Plan) []Gap {
	var list []Gap
	look := func(plane Plane, identity string) {
		for _, s := range Statements(p.For(cloud.AWS, plane, identity)) {
			if missing := unsaid(aws.Deployment{}, s); len(missing) > 0 {
				list = append(list, Gap{identity, s.ID, s.Effect, missing})
			}
		}
	}
	look(Management, management)
	for _, name := range p.profiles() {
		look(Runtime, "profile:"+name)
	}
	return list
}

// unsaid gives the conditions of a statement that a policy of the deployment
// cannot say.
func unsaid(d aws.Deployment, s Statement) []Condition { return new(statement).conditions(d, s) }

// conditions adds the conditions of a statement, and gives those that a policy
// of the deployment cannot say. A change of operator never makes one condition
// of two, whose values would turn into alternatives: those that keep their
// operator come first, and the others take what is free.
func (s *statement) conditions(d aws.Deployment, of Statement) (unsaid []Condition) {
	var changed []Condition
	for _, c := range of.Conditions {
		_, name, _ := aws.SplitOperator(c.Operator)
		values, ok := known(d, of, name, c.Values)
		wild := slices.ContainsFunc(values, func(v cloud.Text) bool {
			_, w := d.Pattern(v)
			return w
		})
		switch {
		case !ok, wild && reading[name] == "":
			unsaid = append(unsaid, c)
		case wild && reading[name] != name:
			changed = append(changed, c)
		default:
			if !s.put(c.Operator, c.Key, patterns(d, values)) {
				unsaid = append(unsaid, c)
			}
		}
	}
	for _, c := range changed {
		prefix, name, suffix := aws.SplitOperator(c.Operator)
		operator := prefix + reading[name]
		values, _ := known(d, of, name, c.Values)
		if strings.HasPrefix(name, "String") {
			values = escaped(values)
		}
		written := patterns(d, values)
		// Where another condition asks for the key to be there, this need not.
		if !s.put(operator+suffix, c.Key, written) && (suffix != "" || !s.put(operator+"IfExists", c.Key, written)) {
			unsaid = append(unsaid, c)
		}
	}
	return unsaid
}

// known gives the values of a condition. In what an author wrote, the account
// is that of whoever holds the policy, and in an allowance the region is that
// of the request: a "*" would also take what is neither, and the key may be
// about somebody else's resource. A denial keeps the "*", since it must reach
// what the one of any region reaches. It is not ok if something is not known
// and the operator takes no variables.
func known(d aws.Deployment, of Statement, operator string, values []cloud.Text) (list []cloud.Text, ok bool) {
	if of.Custom == "" || !slices.ContainsFunc(values, d.Unknown) {
		return values, true
	}
	if !strings.HasPrefix(operator, "String") && !strings.HasPrefix(operator, "Arn") {
		return values, false
	}
	values = mapTexts(values, aws.Account, d.OwnAccount())
	if of.Effect == Allow {
		values = mapTexts(values, aws.Region, d.RequestRegion())
	}
	return values, true
}

// put adds a condition, unless there is one of that operator and key. IAM reads
// keys without regard to case.
func (s *statement) put(operator, key string, value any) bool {
	for other := range s.Condition[operator] {
		if strings.EqualFold(other, key) {
			return false
		}
	}
	if s.Condition == nil {
		s.Condition = map[string]map[string]any{}
	}
	if s.Condition[operator] == nil {
		s.Condition[operator] = map[string]any{}
	}
	s.Condition[operator][key] = value
	return true
}

// patterns writes the values of a condition: one as it is, several as a list.
func patterns(d aws.Deployment, values []cloud.Text) any {
	list := make([]string, len(values))
	for i, v := range values {
		list[i], _ = d.Pattern(v)
	}
	slices.Sort(list)
	if list = slices.Compact(list); len(list) == 1 {
		return list[0]
	}
	return list
}

// escaped writes what an author wrote literally in IAM's own escapes.
func escaped(list []cloud.Text) []cloud.Text {
	out := make([]cloud.Text, len(list))
	for i, t := range list {
		out[i] = slices.Clone(t)
		for j, seg := range t {
			out[i][j].Lit = strings.NewReplacer("*", "${*}", "?", "${?}").Replace(seg.Lit)
		}
	}
	return out
}
