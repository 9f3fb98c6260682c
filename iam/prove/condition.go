package prove

import (
	"maps"
	"math"
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/iam"
)

// verdict is what is known about a condition, a resource or a whole rule. The
// order counts: "and" is the least of two, "or" the greatest.
type verdict int

const (
	no verdict = iota
	unknown
	yes
)

func verdictOf(holds bool) verdict {
	if holds {
		return yes
	}
	return no
}

func (v verdict) not() verdict { return yes - v }

// context holds the condition keys of a request, in small letters, with their
// values. A key without values is absent for certain; one that is not in the
// map is absent in an exact request, and anything in an open one.
type context map[string][]string

// and gives the context with one key more.
func (c context) and(key, value string) context {
	out := maps.Clone(c)
	if out == nil {
		out = context{}
	}
	out[key] = []string{value}
	return out
}

// with gives the context with the keys of another.
func (c context) with(other context) context {
	out := maps.Clone(c)
	maps.Copy(out, other)
	return out
}

// condition is one operator and key of a statement.
type condition struct {
	key      string // in small letters
	operator operator
	quantity string // "ForAnyValue", "ForAllValues" or empty
	ifExists bool
	null     bool            // the operator Null
	plain    map[string]bool // values without wildcards and variables
	patterns []pattern       // the others
}

// operator compares a value of the request with one of the policy.
type operator struct {
	compare func(value string, want string, certain bool) bool // nil: an operator that we do not know
	wild    bool                                               // whether "*" and "?" are wildcards
	fold    bool                                               // whether case does not matter
	negated bool
	listed  bool // whether a value equal to a plain one holds, so that a map finds it
}

// operators are those that policies of this kind use. Dates, binary values and
// addresses are not among them: a condition on one is never known to hold.
var operators = map[string]operator{
	"StringEquals":              {compare: matches, listed: true},
	"StringNotEquals":           {compare: matches, listed: true, negated: true},
	"StringEqualsIgnoreCase":    {compare: matches, listed: true, fold: true},
	"StringNotEqualsIgnoreCase": {compare: matches, listed: true, fold: true, negated: true},
	"StringLike":                {compare: matches, listed: true, wild: true},
	"StringNotLike":             {compare: matches, listed: true, wild: true, negated: true},
	"ArnEquals":                 {compare: matchesARN, listed: true, wild: true},
	"ArnLike":                   {compare: matchesARN, listed: true, wild: true},
	"ArnNotEquals":              {compare: matchesARN, listed: true, wild: true, negated: true},
	"ArnNotLike":                {compare: matchesARN, listed: true, wild: true, negated: true},
	"Bool":                      {compare: matches, listed: true, fold: true},
	"NumericEquals":             {compare: number(func(a, b float64) bool { return a == b })},
	"NumericNotEquals":          {compare: number(func(a, b float64) bool { return a == b }), negated: true},
	"NumericLessThan":           {compare: number(func(a, b float64) bool { return a < b })},
	"NumericLessThanEquals":     {compare: number(func(a, b float64) bool { return a <= b })},
	"NumericGreaterThan":        {compare: number(func(a, b float64) bool { return a > b })},
	"NumericGreaterThanEquals":  {compare: number(func(a, b float64) bool { return a >= b })},
}

func matches(value, want string, _ bool) bool { return match(want, value) }

// matchesARN compares part by part: a wildcard in the account does not reach
// into the name. The value of an unknown variable may be several parts.
func matchesARN(value, want string, certain bool) bool {
	if !certain {
		return match(want, value)
	}
	const parts = 6
	values, wants := strings.SplitN(value, ":", parts), strings.SplitN(want, ":", parts)
	if len(values) != len(wants) {
		return false
	}
	for i := range values {
		if !match(wants[i], values[i]) {
			return false
		}
	}
	return true
}

// number compares numbers. What is no number equals nothing; a variable whose
// value is unknown could be any.
func number(holds func(a, b float64) bool) func(string, string, bool) bool {
	read := func(s string) float64 {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return math.NaN()
		}
		return f
	}
	return func(value, want string, certain bool) bool { return !certain || holds(read(value), read(want)) }
}

// newCondition compiles a condition of a statement for one deployment.
func newCondition(c iam.Condition, d aws.Deployment) condition {
	out := condition{key: strings.ToLower(c.Key), plain: map[string]bool{}}
	word := c.Operator
	if quantity, rest, ok := strings.Cut(word, ":"); ok {
		out.quantity, word = quantity, rest
	}
	word, out.ifExists = strings.CutSuffix(word, "IfExists")
	out.operator = operators[word]
	out.null = c.Operator == "Null"
	if out.quantity != "" && out.quantity != "ForAnyValue" && out.quantity != "ForAllValues" {
		out.operator = operator{}
	}
	for _, v := range c.Values {
		text, _ := d.Pattern(v)
		if out.operator.fold || out.null {
			text = strings.ToLower(text)
		}
		p := parse(text, out.operator.wild)
		if plain, whole := p.prefix(); whole && (out.operator.listed || out.null) {
			out.plain[plain] = true
		} else {
			out.patterns = append(out.patterns, p)
		}
	}
	return out
}

// holds judges the condition for a request.
func (c *condition) holds(ctx context, open bool) verdict {
	values, given := ctx[c.key]
	switch {
	case !given && open:
		return unknown
	case c.null:
		return verdictOf(c.plain["true"] && len(values) == 0 || c.plain["false"] && len(values) > 0)
	case c.operator.compare == nil:
		return unknown
	case len(values) == 0:
		return verdictOf(c.ifExists || c.quantity == "ForAllValues" || c.quantity == "" && c.operator.negated)
	}
	least, most := yes, no
	for _, value := range values {
		v := c.accepts(value, ctx)
		least, most = min(least, v), max(most, v)
	}
	switch {
	case c.quantity == "ForAnyValue":
		return most
	case c.quantity == "ForAllValues" || least == most:
		return least
	}
	return unknown // AWS does not say what several values mean to an operator for one
}

// accepts judges one value of the request.
func (c *condition) accepts(value string, ctx context) verdict {
	if c.operator.fold {
		value = strings.ToLower(value)
	}
	equal := verdictOf(c.plain[value])
	for _, p := range c.patterns {
		if equal == yes {
			break
		}
		want, certain := p.fill(ctx)
		if c.operator.fold {
			want = strings.ToLower(want)
		}
		switch {
		case !c.operator.compare(value, want, certain):
		case certain:
			equal = yes
		default:
			equal = unknown
		}
	}
	if c.operator.negated {
		return equal.not()
	}
	return equal
}
