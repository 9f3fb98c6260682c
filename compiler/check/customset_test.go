package check

import (
	"slices"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

func TestWide(t *testing.T) {
	for arn, want := range map[string]string{
		"*":                              "covers every resource",
		"**":                             "covers every resource",
		"data":                           "is not an ARN",
		"arn:aws:s3":                     "is not an ARN",
		"${resourceName}":                "is not an ARN",
		"${principalId}":                 "",
		"arn:aws:s3:::${principalId}":    "",
		"arn:aws:*:::x":                  "covers every service",
		"arn:aws:s3:::*":                 "covers every resource of s3",
		"arn:aws:s3:::*/*":               "covers every resource of s3",
		"arn:aws:s3:::*/reports/*":       "covers every resource of s3",
		"arn:aws:s3:::?*":                "covers every resource of s3",
		"arn:aws:s3:::":                  "covers every resource of s3",
		"arn:aws:s3:::data":              "",
		"arn:aws:s3:::data/*":            "",
		"arn:aws:s3:::${resourceName}/*": "",
		"arn:aws:s3:::acme-*":            "",
		"arn:aws:sqs:${awsRegion}:${awsAccountId}:*":            "covers every resource of sqs",
		"arn:aws:sqs:${awsRegion}:${awsAccountId}:jobs":         "",
		"arn:aws:sqs:*:*:jobs":                                  "",
		"arn:aws:dynamodb:*:*:*":                                "covers every resource of dynamodb",
		"arn:aws:dynamodb:${awsRegion}:${awsAccountId}:table/*": "covers every table of dynamodb",
		"arn:aws:dynamodb:${awsRegion}:${awsAccountId}:t*":      "covers every resource of dynamodb",
		"arn:aws:dynamodb:eu-west-1:1:table/*/index/*":          "covers every table of dynamodb",
		"arn:aws:dynamodb:eu-west-1:1:table/x/index/*":          "",
		"arn:aws:dynamodb:eu-west-1:1:table/${stackPrefix}-*":   "",
		"arn:aws:logs:eu-west-1:1:log-group:*":                  "covers every log-group of logs",
		"arn:aws:logs:eu-west-1:1:log-group:/aws/lambda/x:*":    "",
		"arn:aws:ssm:eu-west-1:1:parameter/*":                   "covers every parameter of ssm",
		"arn:aws:ssm:eu-west-1:1:parameter/${stackPrefix}/*":    "",
		"arn:aws:events:eu-west-1:1:event-bus/default":          "",
		"arn:aws:iam::1:role/*":                                 "covers every role of iam",
		"arn:aws:execute-api:eu-west-1:1:abc123/*/GET/*":        "",
		"arn:aws:execute-api:eu-west-1:1:*/prod/GET/*":          "covers every resource of execute-api",
		"arn:aws:states:eu-west-1:1:execution:machine:*":        "",

		"arn:aws:s3:::*-*/*":                          "covers any resource of s3, since its name begins with anything",
		"arn:aws:s3:::*a*":                            "covers any resource of s3, since its name begins with anything",
		"arn:aws:s3:::?cme/*":                         "covers any resource of s3, since its name begins with anything",
		"arn:aws:s3:::$${aws:UserAgent}/*":            "covers any resource of s3, since its name begins with anything",
		"arn:aws:s3:::$${aws:PrincipalTag/x, 'logs'}": "covers any resource of s3, since its name begins with anything",
		"arn:aws:s3:::acme-$${aws:PrincipalTag/x}":    "",
		"arn:aws:s3:::acme/$${aws:username}/*":        "",
		"arn:aws:sqs:*:*:$${aws:PrincipalTag/x}":      "covers any resource of sqs, since its name begins with anything",
		"arn:aws:dynamodb:*:*:table/*-*":              "covers any table of dynamodb, since its name begins with anything",
		"arn:aws:dynamodb:*:*:table/$${aws:username}": "covers any table of dynamodb, since its name begins with anything",
		"arn:aws:dynamodb:*:*:*table/x":               "covers any resource of dynamodb, since its name begins with anything",
		"arn:aws:iam::*:role/*a*":                     "covers any role of iam, since its name begins with anything",
		"arn:aws:iam::*:role/a*":                      "",
		"arn:aws:iam::*:role/${stackPrefix}-*":        "",
		"arn:aws:logs:eu-west-1:1:log-group:*-x:*":    "covers any log-group of logs, since its name begins with anything",
	} {
		if got := wide(arn); got != want {
			t.Errorf("%s: %q, want %q", arn, got, want)
		}
	}
}

// The list that help proposes is what the cloud really fills in.
func TestVariablesExist(t *testing.T) {
	stack := stackOf(nil)
	for on, names := range variableNames {
		for _, name := range names {
			_, there := aws.Interpolation(name, &ir.Kv{}, "p")
			if there != slices.Contains(variableNames[cloud.AWS], name) {
				t.Errorf("${%s} of %s has a value on AWS: %t", name, on, there)
			}
			_, there = azure.Interpolation(name, stack, &ir.Kv{}, "p")
			if there != slices.Contains(variableNames[cloud.Azure], name) {
				t.Errorf("${%s} of %s has a value on Azure: %t", name, on, there)
			}
		}
	}
}

// What does not depend on the key is said once, however often a set is used.
func TestCustomSetIsJudgedOnce(t *testing.T) {
	set := func() *ir.CustomSet {
		return &ir.CustomSet{AWS: []ir.AWSRule{{
			Effect: "Allow", Actions: []string{"s3:*"},
			Resource: &ir.AWSBinding{Resources: []string{"arn:aws:s3:::${resourceName}/${nothing}"}},
		}}}
	}
	data, logs := storage("data"), storage("logs")
	p := profile("execution", "data: acme/x; logs: acme/x; *: acme/x")
	for i := range p.Grants {
		p.Grants[i].Sets[0].Custom = set()
	}
	gives(t, stackOf([]*ir.Profile{p}, data, logs, function("f", data, logs)),
		`[custom-set-wildcard-action] "s3:*" is not allowed in set "acme/x"`,
		`[unknown-variable] unknown variable ${nothing}`,
		`[custom-set-missing-binding] set "acme/x" has no stack binding on AWS, which its key "*" needs`)

	p.Grants[1].Sets[0].Custom.AWS[0].Label = "other"
	found := run(stackOf([]*ir.Profile{p}, data, logs, function("f", data, logs)))
	if n := countOf(found, "custom-set-conflict"); n != 1 {
		t.Errorf("%d conflicts:\n%s", n, show(found))
	}
}

// A Deny may be as wide as it likes, and takes rights instead of handing them
// out.
func TestCustomDeny(t *testing.T) {
	data := storage("data")
	p := profile("execution", "data: acme/x")
	p.Grants[0].Sets[0].Custom = &ir.CustomSet{AWS: []ir.AWSRule{{
		Effect: "Deny", Actions: []string{"iam:PassRole", "s3:Put*"}, Resource: &ir.AWSBinding{Resources: []string{"*"}},
	}}}
	gives(t, stackOf([]*ir.Profile{p}, data, function("f", data)))
}

// A rule without actions or resources would be dropped; nothing is dropped.
func TestEmptyCustomRules(t *testing.T) {
	data := storage("data")
	p := profile("execution", "data: acme/x")
	p.Grants[0].Sets[0].Custom = &ir.CustomSet{AWS: []ir.AWSRule{{Effect: "Allow", Resource: &ir.AWSBinding{}}}}
	gives(t, stackOf([]*ir.Profile{p}, data, function("f", data)),
		`[custom-set-unknown-action] set "acme/x" lists no action`,
		`[custom-set-missing-binding] set "acme/x" has no resource binding on AWS, which its key "data" needs`)
}

func TestCustomSetIDs(t *testing.T) {
	data := storage("data")
	for id, want := range map[string]string{
		"acme/x":         "",
		"acme":           `[custom-set-conflict] set id "acme" does not have exactly one slash`,
		"acme/x/y":       `[custom-set-conflict] set id "acme/x/y" does not have exactly one slash`,
		"/x":             `[custom-set-conflict] set id "/x" has nothing on one side of its slash`,
		"acme/":          `[custom-set-conflict] set id "acme/" has nothing on one side of its slash`,
		"worker/execute": `[custom-set-conflict] set "worker/execute" has the id of a built-in set`,
	} {
		p := profile("execution", "data: "+id)
		p.Grants[0].Sets[0].Custom = &ir.CustomSet{AWS: []ir.AWSRule{{
			Effect: "Allow", Actions: []string{"s3:GetObject*"}, Resource: &ir.AWSBinding{Resources: []string{"arn:aws:s3:::${resourceName}/*"}},
		}}}
		var list []string
		if want != "" {
			list = []string{want}
		}
		gives(t, stackOf([]*ir.Profile{p}, data, function("f", data)), list...)
	}
}
