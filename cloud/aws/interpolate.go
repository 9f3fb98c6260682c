package aws

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// Interpolation gives the value of a variable of a custom permission set. The
// resource is the one that the set is granted on, nil under "*", where what is
// about a resource has no value; the profile is the one that grants it, or
// "management", whose role is named like a profile's.
func Interpolation(name string, r ir.Resource, profile string) (cloud.Text, bool) {
	switch name {
	case "stackPrefix":
		return cloud.Concat(Prefix), true
	case "awsAccountId":
		return cloud.Concat(Account), true
	case "awsRegion":
		return cloud.Concat(Region), true
	case "serviceAccountName":
		return ProfileRoleName(profile), true
	case "principalId":
		return ProfileRoleARN(profile), true
	case "stackTag":
		return cloud.Lit("alien-stack"), true
	case "resourceTag":
		return cloud.Lit("alien-resource"), true
	case "managedByTag":
		return cloud.Lit("managed-by"), true
	}
	if r != nil {
		switch name {
		case "resourceName":
			return Name(r), true
		case "resourceId":
			return cloud.Lit(r.Info().ID), true
		}
	}
	return nil, false
}

// Fill gives a string of a custom permission set with its variables in place.
// An ARN of the partition "aws" is meant for the partition of the deployment.
// A variable without value, which a check refuses, stays as it was written.
func Fill(text string, r ir.Resource, profile string) cloud.Text {
	var out cloud.Text
	if rest, ok := strings.CutPrefix(text, "arn:aws:"); ok {
		out, text = cloud.Concat("arn:", Partition, ":"), rest
	}
	pieces, err := ir.Interpolate(text)
	if err != nil {
		return cloud.Concat(out, text)
	}
	for _, p := range pieces {
		if p.Var == "" {
			out = cloud.Concat(out, p.Lit)
		} else if value, ok := Interpolation(p.Var, r, profile); ok {
			out = cloud.Concat(out, value)
		} else {
			out = cloud.Concat(out, "${"+p.Var+"}")
		}
	}
	return out
}
