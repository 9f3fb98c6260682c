package diag

// Rule is something that alienc checks. Its id never changes meaning.
type Rule struct {
	ID       string
	Severity Severity
	Holds    string // what is true of an input that the rule accepts
}

// Rules lists every rule, in the order of the language reference.
var Rules = []Rule{
	{"syntax-error", Error, `the sources parse`},
	{"evaluation-failed", Error, `alien.ts runs to its end`},
	{"evaluation-limit", Error, `evaluation stays within its budget of time, memory and calls`},
	{"nondeterministic-api", Error, `nothing in alien.ts depends on the machine, the clock or chance`},
	{"env-not-passed", Note, `environment variables are passed explicitly`},
	{"import-not-allowed", Error, `imports come from the SDK, the project, or packages in its node_modules`},
	{"unknown-export", Error, `imported names exist`},
	{"kind-not-supported", Error, `the kind is one that alienc compiles`},
	{"unsupported-method", Error, `the method is one that alienc supports`},
	{"unsupported-option", Error, `the option is one that alienc supports`},
	{"unknown-option", Error, `objects have no unknown keys`},
	{"wrong-argument-type", Error, `arguments have the documented type`},
	{"repeated-setting", Warning, `a setting is given once`},
	{"builder-already-built", Error, `a builder does not change after .build()`},
	{"unbuilt-resource", Error, `add, link and trigger take built resources`},
	{"unbuilt-stack", Error, `the default export is built`},
	{"default-export-missing", Error, `alien.ts has a default export`},
	{"default-export-not-stack", Error, `the default export is a Stack`},
	{"empty-stack", Error, `a stack has at least one resource`},
	{"resource-id-pattern", Error, `resource ids are lower-case words joined by hyphens`},
	{"stack-id-pattern", Error, `the stack id is lower-case words joined by hyphens and starts with a letter`},
	{"profile-name-pattern", Error, `profile names are lower-case words joined by hyphens`},
	{"reserved-profile-name", Error, `profile names do not clash with alienc's own identities`},
	{"duplicate-resource-id", Error, `resource ids are unique`},
	{"resource-not-in-stack", Error, `what is linked or triggers is added to the stack`},
	{"no-supported-platform", Error, `at least one listed platform is a cloud that alienc knows`},
	{"platform-ignored", Note, `listed platforms that alienc does not compile to have no effect`},
	{"duplicate-link", Error, `a function links a resource once`},
	{"duplicate-public-endpoint", Error, `a function has one public endpoint`},
	{"unknown-ref", Error, `references name a resource that exists`},
	{"ref-kind-mismatch", Error, `a trigger refers to a resource of its kind`},
	{"dependency-cycle", Error, `links make no cycle`},
	{"function-without-code", Error, `a function has code`},
	{"function-without-profile", Error, `a function names a permission profile`},
	{"source-not-found", Error, `source directories exist`},
	{"path-outside-project", Error, `source directories lie inside the project`},
	{"image-not-pinned", Warning, `images are pinned by digest`},
	{"id-too-long", Error, `names made of ids fit, and leave room for the name prefix`},
	{"physical-name-collision", Error, `physical names are unique`},
	{"symbol-collision", Error, `names inside a template are unique`},
	{"id-not-allowed-on-cloud", Error, `the target clouds take the id`},
	{"target-not-available", Warning, `alienc compiles to the requested cloud`},
	{"memory-out-of-range", Error, `memory lies within the limits of each target`},
	{"memory-rounded", Note, `memory that a target takes in steps is rounded up`},
	{"timeout-out-of-range", Error, `timeouts lie within the limits of each target`},
	{"timeout-exceeds-ingress", Warning, `no target cuts requests before the function's own time is up`},
	{"concurrency-out-of-range", Error, `a concurrency limit lets at least one call through`},
	{"lifecycle-rule-invalid", Error, `lifecycle rules expire after at least a day and do not repeat`},
	{"replication-region-invalid", Error, `replication regions are AWS region names, each once`},
	{"replication-ignored", Note, `images are replicated on AWS alone`},
	{"replication-manual", Warning, `replication is a setting of the whole account`},
	{"environment-name", Error, `environment names are POSIX names`},
	{"environment-reserved", Error, `environment names are not the platform's own`},
	{"environment-too-large", Error, `the environment fits the cloud's limit`},
	{"dynamic-reference", Error, `nothing in alien.ts is read as a reference to a value of the customer`},
	{"secret-in-environment", Warning, `secrets are not written into the environment`},
	{"secret-in-build-args", Warning, `secrets are not written into build arguments`},
	{"probe-on-private-function", Warning, `a readiness probe needs public ingress`},
	{"probe-ignored", Note, `AWS has no readiness probe, and Azure asks with GET`},
	{"queue-trigger-shared", Error, `a queue feeds one function`},
	{"multiple-queue-triggers", Error, `a function is fed by one queue`},
	{"storage-trigger-events", Error, `storage events exist and at least one is named`},
	{"storage-trigger-overlap", Error, `an event of a storage goes to one function`},
	{"trigger-without-link", Warning, `what triggers a function is linked`},
	{"cron-syntax", Error, `a cron expression has five valid fields`},
	{"cron-not-expressible", Error, `each target can express the schedule`},
	{"duplicate-trigger", Error, `a function's triggers differ`},
	{"profile-undefined", Error, `the profile that a function names is defined`},
	{"profile-unused", Warning, `a profile is used`},
	{"unknown-permission-set", Error, `permission sets exist`},
	{"set-of-unsupported-kind", Error, `permission sets belong to a kind that alienc compiles`},
	{"set-not-grantable", Error, `only setup creates resources`},
	{"set-kind-mismatch", Error, `a set is granted on a resource of its kind`},
	{"unknown-profile-key", Error, `the keys of a profile are resources of the stack`},
	{"duplicate-grant", Warning, `a grant is listed once`},
	{"grant-matches-nothing", Warning, `"*" matches at least one linked resource`},
	{"grant-without-link", Error, `a function links what its profile may access`},
	{"link-without-grant", Warning, `a link comes with a grant`},
	{"invoke-not-enforced-by-iam", Warning, `each target can limit by a right who calls a function`},
	{"custom-set-missing-binding", Error, `a custom set has the binding that its key needs`},
	{"custom-set-missing-cloud", Error, `a custom set has an entry for each target`},
	{"custom-set-conflict", Error, `a custom set's id is its own and means one thing`},
	{"custom-set-unknown-action", Warning, `the actions of a custom set exist`},
	{"custom-set-wildcard-action", Error, `the actions of a custom set are listed`},
	{"custom-set-condition", Error, `the conditions of a custom set are written in IAM's words`},
	{"custom-set-privileged", Error, `a custom set hands out no rights, identities, credentials or access, and no work under another identity`},
	{"custom-set-wide-scope", Error, `a custom set names resources`},
	{"unknown-variable", Error, `variables in a custom set exist`},
	{"management-changes-outside", Error, `management changes and calls nothing outside the stack`},
	{"management-mutates-frozen", Error, `management changes nothing on a frozen resource`},
	{"management-reads-data", Error, `management reads no objects, items, messages or secret values, and no images of a frozen registry`},
	{"management-writes-data", Error, `management writes no objects, items, messages or secret values`},
	{"management-writes-iam", Error, `management hands out no rights, identities, credentials or access, and no work under another identity`},
	{"management-incomplete", Warning, `an override lets management update what is live`},
	{"accepted-risk-stale", Error, `what alienc.yaml accepts is there`},
	{"accepted-risk-invalid", Error, `what alienc.yaml accepts may be accepted, once and with a reason`},
	{"public-storage", Note, `a storage that anyone can read`},
	{"public-function", Note, `a function that anyone can call`},
	{"commands-on-frozen", Note, `management may call a frozen function`},
	{"live-limited", Note, `a cloud cannot separate the rights that live would give`},
	{"policy-too-large", Error, `policies fit the cloud's limits`},
	{"template-too-large", Error, `the template fits the cloud's limits`},
	{"budget-near-limit", Warning, `the output stays below 80 % of the cloud's limits`},
	{"usage", Error, `alienc can do what its flags and their variables ask for`},
	{"config-invalid", Error, `alienc.yaml has known keys with valid values`},
	{"foreign-file", Error, `alienc replaces only files that it wrote`},
	{"release-setup-again", Note, `a change that management cannot make needs setup again`},
	{"release-by-hand", Note, `a change that the template leaves alone is made by hand`},
	{"release-replaces", Error, `nothing with a fixed name is replaced`},
	{"release-orphans", Warning, `what holds data is in the next release too`},
	{"internal-invariant", Error, `alienc's own output passes its checks`},
}

// Acceptable lists the rules whose errors alienc.yaml may lower to warnings,
// one by one and with a reason, in the order of [Rules].
var Acceptable = []string{
	"custom-set-privileged", "custom-set-wide-scope",
	"management-changes-outside", "management-mutates-frozen", "management-reads-data", "management-writes-data", "management-writes-iam",
}

var byID = func() map[string]Rule {
	m := make(map[string]Rule, len(Rules))
	for _, r := range Rules {
		m[r.ID] = r
	}
	return m
}()

// ByID finds a rule.
func ByID(id string) (Rule, bool) {
	r, ok := byID[id]
	return r, ok
}
