package prove

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// locateEstate notes every ARN that belongs to each resource of the stack:
// what the template creates and whatever AWS lets exist below it.
func (p *prover) locateEstate() {
	e := &estate{prover: p}
	p.estate = make(map[string][]site, len(p.Stack.Resources))
	p.beside = map[string][]site{}
	p.named = make(map[string][]cloud.Text, len(p.Stack.Resources))
	p.owners = make(map[string]string, 4*len(p.Stack.Resources))
	for _, r := range p.Stack.Resources {
		e.sites, e.shared, e.names = nil, nil, nil
		r.Visit(e)
		id := r.Info().ID
		p.estate[id], p.beside[id], p.named[id] = e.sites, e.shared, e.names
		for _, at := range e.sites {
			p.owners[at.arn] = id
		}
	}
}

type estate struct {
	*prover
	sites  []site
	names  []cloud.Text // the ARNs of the sites
	shared []site       // of several resources, or without a name of their own
}

var _ ir.Visitor = (*estate)(nil)

func (e *estate) own(list ...cloud.Text) {
	for _, t := range list {
		e.sites = append(e.sites, site{arn: e.text(t)})
		e.names = append(e.names, t)
	}
}

// below is everything under an ARN.
func below(arn cloud.Text, separator string) cloud.Text { return cloud.Concat(arn, separator, "*") }

// Storage owns a bucket and its objects.
func (e *estate) Storage(r *ir.Storage) { e.own(aws.ARN(r), below(aws.ARN(r), "/")) }

// Kv owns a table with whatever stands below it: indexes, streams, backups,
// exports.
func (e *estate) Kv(r *ir.Kv) { e.own(aws.ARN(r), below(aws.ARN(r), "/")) }

// Queue owns two queues.
func (e *estate) Queue(r *ir.Queue) {
	e.own(aws.ARN(r))
	e.own(aws.Scope(r, "dead-letter")...)
}

// Vault owns a path and the parameters below it.
func (e *estate) Vault(r *ir.Vault) {
	e.own(aws.ARN(r), below(aws.ARN(r), "/"))
	e.own(aws.Scope(r, "marker")...)
}

// ArtifactRegistry owns a repository.
func (e *estate) ArtifactRegistry(r *ir.ArtifactRegistry) { e.own(aws.ARN(r)) }

// Function owns its code in every version, its logs, its schedules and the
// role of these. It shares the role that it runs as, and the mappings that call
// it have ids that nobody knows before.
func (e *estate) Function(f *ir.Function) {
	e.own(aws.ARN(f), below(aws.ARN(f), ":"))
	e.own(aws.Scope(f, "log-group")...)
	e.own(aws.Scope(f, "logs")...)
	if schedules := aws.Scope(f, "schedules"); len(schedules) > 0 {
		e.own(schedules...)
		e.own(aws.Scope(f, "cron-role")...)
	}
	itself := context{"lambda:functionarn": {e.text(aws.ARN(f))}}
	e.shared = append(e.shared,
		site{arn: e.text(aws.ProfileRoleARN(f.Profile))},
		site{e.text(aws.Scope(f, "mappings")[0]), itself}, site{"*", itself},
	)
}
