package check

import (
	"fmt"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

// near is the share of a limit, in percent, from which an output is near it.
const near = 80

// Budgets judges what the emitters measured on their finished output. A budget
// whose limit only asks for another way of deploying is worth a word when it
// is passed, and none before.
func Budgets(budgets []cloud.Budget) diag.List {
	var list diag.List
	for _, b := range budgets {
		switch {
		case b.Hard && b.Used > b.Limit:
			id := "template-too-large"
			if b.Policy {
				id = "policy-too-large"
			}
			list.Add(diag.New(id, ir.Pos{}, "", over(b)).WithHelp(b.Hint))
		case b.Hard && b.Used*100 >= b.Limit*near, b.Used > b.Limit:
			list.Add(diag.New("budget-near-limit", ir.Pos{}, "", used(b)).WithHelp(b.Hint))
		}
	}
	list.Sort()
	return list
}

// over says that a limit is passed, and whose it is.
func over(b cloud.Budget) string {
	limiter := b.Cloud.Title()
	if b.Cloud == cloud.AWS && !b.Policy {
		limiter = "CloudFormation"
	}
	switch b.Unit {
	case "documents":
		return fmt.Sprintf("%s need %s %s, %s allows %s per role", b.What, diag.Thousands(b.Used), b.Unit, limiter, diag.Thousands(b.Limit))
	case "":
		return fmt.Sprintf("%s %s, %s allows %s", diag.Thousands(b.Used), b.What, limiter, diag.Thousands(b.Limit))
	}
	return fmt.Sprintf("%s has %s %s, %s allows %s", b.What, diag.Thousands(b.Used), b.Unit, limiter, diag.Thousands(b.Limit))
}

func used(b cloud.Budget) string {
	if b.Unit == "documents" {
		return fmt.Sprintf("%s use %s of %s %s", b.What, diag.Thousands(b.Used), diag.Thousands(b.Limit), b.Unit)
	}
	if b.Unit == "" {
		where := ""
		if b.Cloud != cloud.AWS {
			where = " on " + b.Cloud.Title() // what is counted has one name in several clouds
		}
		return fmt.Sprintf("the stack uses %s of %s %s%s", diag.Thousands(b.Used), diag.Thousands(b.Limit), b.What, where)
	}
	return fmt.Sprintf("%s uses %s of %s %s", b.What, diag.Thousands(b.Used), diag.Thousands(b.Limit), b.Unit)
}
