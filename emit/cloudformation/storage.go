package cloudformation

import (
	"slices"
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/emit/cloudformation/syntax"
	"github.com/alienc/alienc/iam"
)

// abandonedUploadDays is after how many days the parts of an upload that never
// finished are removed: nobody can read them, and they cost.
const abandonedUploadDays = 7

// Storage becomes an S3 bucket and its policy. The key that S3 owns encrypts
// it, which needs no grant.
func (t *template) Storage(s *ir.Storage) {
	owner := ownerOf(s)
	access, purpose := "private", "The bucket. Encrypted, no ACLs, no public access. Kept."
	if s.PublicRead {
		access, purpose = "public read", "The bucket. Encrypted, no ACLs; anyone may read an object. Kept."
	}
	t.begin("Storage: " + s.ID + " (" + string(s.Lifecycle) + ", " + access + ")")

	notifications, permissions := t.notifications(s)
	if len(notifications) > 0 {
		purpose += " Made after the permission to notify, which S3 checks."
	}
	properties := syntax.Object{
		syntax.F("BucketName", text(aws.BucketName(s.ID))),
		syntax.F("PublicAccessBlockConfiguration", syntax.Object{
			syntax.F("BlockPublicAcls", syntax.Bool(true)),
			syntax.F("BlockPublicPolicy", syntax.Bool(!s.PublicRead)),
			syntax.F("IgnorePublicAcls", syntax.Bool(true)),
			syntax.F("RestrictPublicBuckets", syntax.Bool(!s.PublicRead)),
		}),
		syntax.F("OwnershipControls", syntax.Object{syntax.F("Rules", syntax.Lines{
			syntax.Inline{syntax.F("ObjectOwnership", syntax.Word("BucketOwnerEnforced"))},
		})}),
		syntax.F("BucketEncryption", syntax.Object{syntax.F("ServerSideEncryptionConfiguration", syntax.Lines{
			syntax.Object{
				syntax.F("BucketKeyEnabled", syntax.Bool(true)),
				syntax.F("ServerSideEncryptionByDefault", syntax.Inline{syntax.F("SSEAlgorithm", syntax.Word("AES256"))}),
			},
		})}),
	}
	if s.Versioning {
		properties = append(properties, syntax.F("VersioningConfiguration", syntax.Inline{syntax.F("Status", syntax.Word("Enabled"))}))
	}
	properties = append(properties, syntax.F("LifecycleConfiguration", syntax.Object{syntax.F("Rules", lifecycleRules(s))}))
	if len(notifications) > 0 {
		properties = append(properties, syntax.F("NotificationConfiguration", syntax.Object{syntax.F("LambdaConfigurations", notifications)}))
	}
	metadata := owner.metadata()
	if slices.ContainsFunc(s.LifecycleRules, func(r ir.LifecycleRule) bool { return strings.Contains(r.Prefix, "${") }) {
		purpose += ` "${" in a prefix is plain text.`
		metadata = append(metadata, ignoreE1029)
	}
	t.keep(syntax.Resource{
		Purpose:    purpose,
		Name:       symbol(s),
		Type:       "AWS::S3::Bucket",
		Metadata:   metadata,
		DependsOn:  permissions,
		Properties: append(properties, t.tagged(owner)),
	})
	t.bucketPolicy(s, owner)
	t.output(aws.BucketOutput(s.ID), "Bucket of storage "+s.ID, syntax.Ref(symbol(s)))
}

func (t *template) bucketPolicy(s *ir.Storage, owner owner) {
	purpose := "Refuses every request without TLS. Kept."
	if s.PublicRead {
		purpose = "Refuses every request without TLS. Lets anyone read an object whose key they know; nobody may list keys. Kept."
	}
	statements := slices.Concat(t.on(iam.ResourcePolicy, subject(s)), t.on(iam.Exposure, subject(s)))
	t.keep(syntax.Resource{
		Purpose:  purpose,
		Name:     aws.BucketPolicySymbol(s.ID),
		Type:     "AWS::S3::BucketPolicy",
		Metadata: owner.metadata(),
		Properties: syntax.Object{
			syntax.F("Bucket", syntax.Ref(symbol(s))),
			syntax.F("PolicyDocument", document(statements)),
		},
	})
}

// lifecycleRules removes abandoned uploads and what the author wants to
// expire. In a bucket with versions, expiry only hides an object behind a
// marker: the version itself goes as many days later.
func lifecycleRules(s *ir.Storage) syntax.Lines {
	rules := syntax.Lines{syntax.Object{
		syntax.F("Id", syntax.Word("abort-incomplete-uploads")),
		syntax.F("Status", syntax.Word("Enabled")),
		syntax.F("AbortIncompleteMultipartUpload", syntax.Inline{syntax.F("DaysAfterInitiation", syntax.Int(abandonedUploadDays))}),
	}}
	for i, r := range s.LifecycleRules {
		rule := syntax.Object{
			syntax.F("Id", syntax.Word("expire-"+strconv.Itoa(i))),
			syntax.F("Status", syntax.Word("Enabled")),
		}
		if r.Prefix != "" {
			rule = append(rule, syntax.F("Prefix", syntax.Str(r.Prefix)))
		}
		rule = append(rule, syntax.F("ExpirationInDays", syntax.Int(r.Days)))
		if s.Versioning {
			rule = append(rule, syntax.F("NoncurrentVersionExpiration", syntax.Inline{syntax.F("NoncurrentDays", syntax.Int(r.Days))}))
		}
		rules = append(rules, rule)
	}
	return rules
}
