package deploy

import (
	"encoding/json"
	"slices"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// Files in which the reader keeps the rules of the whole account.
const (
	replicationFile       = "replication.json"
	replicationFileBefore = "replication-before.json"
)

// rules is a replication configuration as ECR reads it.
type rules struct {
	Rules []rule `json:"rules"`
}

type rule struct {
	Destinations []destination `json:"destinations"`
	Filters      []filter      `json:"repositoryFilters"`
}

type destination struct {
	Region   string `json:"region"`
	Registry string `json:"registryId"`
}

type filter struct {
	Filter string `json:"filter"`
	Type   string `json:"filterType"`
}

// replicate writes the rules that the template leaves to the customer.
func (p *awsPage) replicate() {
	p.heading("11. Replicate images to other regions")
	var asked rules
	for _, r := range p.ofKind(ir.KindArtifactRegistry) {
		registry := r.(*ir.ArtifactRegistry)
		if len(registry.ReplicationRegions) == 0 {
			continue
		}
		one := rule{Filters: []filter{{p.name(aws.RepositoryName(registry.ID)), "PREFIX_MATCH"}}}
		for _, region := range registry.ReplicationRegions {
			one.Destinations = append(one.Destinations, destination{region, p.d.Account})
		}
		asked.Rules = append(asked.Rules, one)
	}
	if len(asked.Rules) == 0 {
		p.text("This stack asks for no replication.")
		return
	}
	p.text("The vendor asks for copies of images in other regions. ECR has one set of rules for the whole account and region, and writing it replaces all of them: that is why the template does not.")
	p.facts(
		"an identity that may read and write the settings of the registry.",
		"the replication of every repository of the account and region; images that are pushed from then on are copied.",
		"the last command with "+code("file://"+replicationFileBefore)+".")
	p.text("Keep the rules that you have:")
	p.sh(command("aws", "ecr", "describe-registry", "--query", "replicationConfiguration", "--output", "json") + " > " + replicationFileBefore)
	p.text("Add these to yours, without the region of the deployment itself, and save the whole as " + code(replicationFile) +
		". The filter is the start of a name: it also takes other repositories that begin so.")
	text, err := json.MarshalIndent(asked, "", "  ")
	if err != nil {
		panic(err) // strings are always encodable
	}
	p.json(string(text))
	p.text("Then replace the rules:")
	p.sh(command("aws", "ecr", "put-replication-configuration", "--replication-configuration", "file://"+replicationFile))
	p.text("Images in the regions " + codes(regionsOf(asked)) + " outlive the stack, as those here do.")
}

// regionsOf lists the regions of all rules, each once, in their order.
func regionsOf(all rules) []string {
	var list []string
	for _, r := range all.Rules {
		for _, d := range r.Destinations {
			if !slices.Contains(list, d.Region) {
				list = append(list, d.Region)
			}
		}
	}
	return list
}
