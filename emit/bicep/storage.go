package bicep

import (
	"strconv"

	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// Storage becomes a storage account of its own with one container: versions,
// public access and expiry are settings of a whole account, so two storages in
// one account could not differ.
func (t *template) Storage(s *ir.Storage) {
	access, purpose, anonymous := "private", "The account. Encrypted twice, no keys, no anonymous access.", "None"
	if s.PublicRead {
		access, purpose, anonymous = "public read", "The account. Encrypted twice, no keys; anyone may read an object.", "Blob"
	}
	t.begin(heading(s, access))
	t.account(s, purpose, syntax.Object{
		syntax.F("accessTier", syntax.Str("Hot")),
		syntax.F("allowBlobPublicAccess", syntax.Bool(s.PublicRead)),
		syntax.F("encryption", syntax.Object{
			syntax.F("keySource", syntax.Str("Microsoft.Storage")),
			syntax.F("requireInfrastructureEncryption", syntax.Bool(true)),
			syntax.F("services", syntax.Object{
				syntax.F("blob", syntax.Object{syntax.F("enabled", syntax.Bool(true))}),
			}),
		}),
	})
	recoverable := syntax.Object{
		syntax.F("days", syntax.Symbol(azure.SoftDeleteDaysParameter)),
		syntax.F("enabled", syntax.Bool(true)),
	}
	t.add(syntax.Resource{
		Remarks: []string{"What is deleted can be brought back for a while."},
		Symbol:  syntax.Symbol(azure.BlobsSymbol(s.ID)),
		Type:    azure.BlobServiceType,
		Parent:  syntax.Symbol(symbol(s)),
		Name:    syntax.Str(azure.ServiceName),
		Properties: syntax.Object{
			syntax.F("containerDeleteRetentionPolicy", recoverable),
			syntax.F("deleteRetentionPolicy", recoverable),
			syntax.F("isVersioningEnabled", syntax.Bool(s.Versioning)),
		},
	})
	t.add(syntax.Resource{
		Symbol:     syntax.Symbol(azure.ContainerSymbol(s.ID)),
		Type:       azure.ContainerType,
		Parent:     syntax.Symbol(azure.BlobsSymbol(s.ID)),
		Name:       syntax.Str(azure.ContainerName),
		Properties: syntax.Object{syntax.F("publicAccess", syntax.Str(anonymous))},
	})
	t.lifecycleRules(s)
	t.lock(azure.LockSymbol(ir.KindStorage, s.ID), symbol(s), "the objects of storage "+s.ID)
	t.output(azure.BlobEndpointOutput(s.ID), "Blob endpoint of storage "+s.ID,
		syntax.Dot(syntax.Symbol(symbol(s)), "properties", "primaryEndpoints", "blob"))
}

// account is the storage account of a storage or a kv, without keys.
func (t *template) account(r ir.Resource, purpose string, properties syntax.Object) {
	t.add(syntax.Resource{
		Remarks:  []string{purpose},
		Symbol:   syntax.Symbol(symbol(r)),
		Type:     azure.AccountType,
		Name:     text(azure.AccountName(r.Info().ID)),
		Location: location,
		SKU:      syntax.Object{syntax.F("name", syntax.Symbol(azure.StorageRedundancyParameter))},
		Kind:     "StorageV2",
		Tags:     tagged(r),
		Properties: append(properties,
			syntax.F("allowCrossTenantReplication", syntax.Bool(false)),
			syntax.F("allowSharedKeyAccess", syntax.Bool(false)),
			syntax.F("defaultToOAuthAuthentication", syntax.Bool(true)),
			syntax.F("minimumTlsVersion", syntax.Str("TLS1_2")),
			reachable,
			anyNetwork,
			syntax.F("supportsHttpsTrafficOnly", syntax.Bool(true)),
		),
	})
}

// What has data is reached over the internet, as on every cloud, by whoever has
// a token and the right. A network of the customer's can be put around it.
var (
	reachable  = syntax.F("publicNetworkAccess", syntax.Str("Enabled"))
	anyNetwork = syntax.F("networkAcls", syntax.Object{
		syntax.F("bypass", syntax.Str("AzureServices")),
		syntax.F("defaultAction", syntax.Str("Allow")),
	})
)

// lifecycleRules removes what the author wants to expire. In an account with
// versions the current one becomes an old one, and each goes as many days after
// it was written: Azure knows no other age of it.
func (t *template) lifecycleRules(s *ir.Storage) {
	if len(s.LifecycleRules) == 0 {
		return
	}
	rules := make(syntax.Lines, len(s.LifecycleRules))
	for i, rule := range s.LifecycleRules {
		rules[i] = lifecycleRule(s, i, rule)
	}
	t.add(syntax.Resource{
		Symbol:     syntax.Symbol(azure.RulesSymbol(s.ID)),
		Type:       azure.ManagementPolicyType,
		Parent:     syntax.Symbol(symbol(s)),
		Name:       syntax.Str(azure.ServiceName),
		Properties: syntax.Object{syntax.F("policy", syntax.Object{syntax.F("rules", rules)})},
	})
}

func lifecycleRule(s *ir.Storage, index int, rule ir.LifecycleRule) syntax.Object {
	after := func(age string) syntax.Object {
		return syntax.Object{syntax.F("delete", syntax.Object{syntax.F(age, syntax.Int(rule.Days))})}
	}
	actions := syntax.Object{syntax.F("baseBlob", after("daysAfterModificationGreaterThan"))}
	if s.Versioning {
		actions = append(actions, syntax.F("version", after("daysAfterCreationGreaterThan")))
	}
	return syntax.Object{
		syntax.F("definition", syntax.Object{
			syntax.F("actions", actions),
			syntax.F("filters", syntax.Object{
				syntax.F("blobTypes", syntax.Lines{syntax.Str("appendBlob"), syntax.Str("blockBlob")}),
				syntax.F("prefixMatch", syntax.Lines{
					syntax.Text{{Var: nameOf(azure.ContainerSymbol(s.ID))}, {Lit: "/" + rule.Prefix}},
				}),
			}),
		}),
		syntax.F("enabled", syntax.Bool(true)),
		syntax.F("name", syntax.Str("expire"+strconv.Itoa(index))),
		syntax.F("type", syntax.Str("Lifecycle")),
	}
}
