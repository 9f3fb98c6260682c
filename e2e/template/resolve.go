package template

import (
	"fmt"
	"reflect"
	"strings"
)

// Values is what is known when a template is deployed.
type Values struct {
	Parameters map[string]string            // the values given; defaults stand in the template
	Pseudo     map[string]string            // "AWS::Region" and its like
	Physical   map[string]string            // logical id to physical id, what Ref of a resource gives
	Attributes map[string]map[string]string // logical id to attribute to value, what Fn::GetAtt gives
}

// noValue stands for AWS::NoValue: what holds it is left out.
type noValue struct{}

// Exists reports whether a resource is created with these values.
func (t *Template) Exists(r Resource, v Values) (bool, error) {
	if r.Condition == "" {
		return true, nil
	}
	return resolver{t, v}.condition(map[string]any{"Condition": r.Condition})
}

// Resolve gives the properties of a resource with every intrinsic worked out.
func (t *Template) Resolve(r Resource, v Values) (map[string]any, error) {
	out, err := resolver{t, v}.value(r.Properties)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Name, err)
	}
	m, _ := out.(map[string]any) // nil for a resource without properties
	return m, nil
}

type resolver struct {
	t *Template
	v Values
}

func (r resolver) value(v any) (any, error) {
	if name, argument, ok := Intrinsic(v); ok {
		return r.intrinsic(name, argument)
	}
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			x, err := r.value(e)
			if err != nil {
				return nil, err
			}
			if x != (noValue{}) {
				out[k] = x
			}
		}
		return out, nil
	case []any:
		out := []any{}
		for _, e := range v {
			x, err := r.value(e)
			if err != nil {
				return nil, err
			}
			if x != (noValue{}) {
				out = append(out, x)
			}
		}
		return out, nil
	}
	return v, nil
}

func (r resolver) intrinsic(name string, argument any) (any, error) {
	list, _ := argument.([]any)
	switch {
	case name == "Ref" && argument == "AWS::NoValue":
		return noValue{}, nil
	case name == "Ref":
		return r.ref(text(argument))
	case name == "Fn::GetAtt" && len(list) == 2:
		return r.attribute(text(list[0]), text(list[1]))
	case name == "Fn::Sub" && list == nil:
		return r.sub(text(argument), nil)
	case name == "Fn::Sub" && len(list) == 2:
		vars, _ := list[1].(map[string]any)
		return r.sub(text(list[0]), vars)
	case name == "Fn::Join" && len(list) == 2:
		return r.join(text(list[0]), list[1])
	case name == "Fn::If" && len(list) == 3:
		yes, err := r.condition(map[string]any{"Condition": list[0]})
		if err != nil {
			return nil, err
		}
		if yes {
			return r.value(list[1])
		}
		return r.value(list[2])
	}
	return nil, fmt.Errorf("cannot work out %s of %v", name, argument)
}

func (r resolver) ref(name string) (any, error) {
	if s, ok := r.v.Parameters[name]; ok {
		return s, nil
	}
	if p, ok := r.t.Parameters[name]; ok && p.HasDefault {
		return fmt.Sprint(p.Default), nil
	}
	if s, ok := r.v.Pseudo[name]; ok {
		return s, nil
	}
	if s, ok := r.v.Physical[name]; ok {
		return s, nil
	}
	return nil, fmt.Errorf("nothing is known of %s", name)
}

func (r resolver) attribute(resource, attribute string) (any, error) {
	if s, ok := r.v.Attributes[resource][attribute]; ok {
		return s, nil
	}
	return nil, fmt.Errorf("nothing is known of %s.%s", resource, attribute)
}

// sub replaces each ${Name}, ${Name.Attribute} and ${!Literal}.
func (r resolver) sub(pattern string, vars map[string]any) (any, error) {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(pattern, "${")
		b.WriteString(before)
		if !ok {
			return b.String(), nil
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return nil, fmt.Errorf("${%s has no end", rest)
		}
		pattern = after
		if literal, ok := strings.CutPrefix(name, "!"); ok {
			b.WriteString("${" + literal + "}")
			continue
		}
		v, err := r.variable(name, vars)
		if err != nil {
			return nil, err
		}
		fmt.Fprint(&b, v)
	}
}

func (r resolver) variable(name string, vars map[string]any) (any, error) {
	if v, ok := vars[name]; ok {
		return r.value(v)
	}
	if resource, attribute, ok := strings.Cut(name, "."); ok {
		return r.attribute(resource, attribute)
	}
	return r.ref(name)
}

func (r resolver) join(separator string, parts any) (any, error) {
	v, err := r.value(parts)
	if err != nil {
		return nil, err
	}
	list, ok := v.([]any)
	if !ok {
		return nil, fmt.Errorf("cannot join %v", v)
	}
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = fmt.Sprint(e)
	}
	return strings.Join(out, separator), nil
}

// condition works out a condition function or a reference to one.
func (r resolver) condition(v any) (bool, error) {
	name, argument, _ := Intrinsic(v)
	list, _ := argument.([]any)
	switch {
	case name == "Condition":
		c, ok := r.t.Conditions[text(argument)]
		if !ok {
			return false, fmt.Errorf("there is no condition %v", argument)
		}
		return r.condition(c)
	case name == "Fn::Equals" && len(list) == 2:
		a, err := r.value(list[0])
		if err != nil {
			return false, err
		}
		b, err := r.value(list[1])
		return reflect.DeepEqual(a, b), err
	case name == "Fn::Not" && len(list) == 1:
		yes, err := r.condition(list[0])
		return !yes, err
	case name == "Fn::And" || name == "Fn::Or":
		all := name == "Fn::And"
		for _, c := range list {
			yes, err := r.condition(c)
			if err != nil {
				return false, err
			}
			if yes != all {
				return yes, nil
			}
		}
		return all, nil
	}
	return false, fmt.Errorf("cannot work out the condition %v", v)
}
