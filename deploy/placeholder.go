package deploy

import (
	"regexp"
	"strings"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// Placeholders, each a whole word in capitals.
const (
	accountID      = "ACCOUNT_ID"
	region         = "REGION"
	codeBucket     = "CODE_BUCKET"
	codeFolder     = "CODE_FOLDER"
	release        = "RELEASE"
	templateBucket = "TEMPLATE_BUCKET"
	installerRole  = "INSTALLER_ROLE"
	vendorRole     = "VENDOR_ROLE_ARN"
	externalID     = "VENDOR_EXTERNAL_ID"
	managementRole = "MANAGEMENT_ROLE"
	secretName     = "SECRET_NAME"
	secretFile     = "SECRET_FILE"
)

// vendorImage stands for the image of a function where the vendor offers it.
func vendorImage(f *ir.Function) string { return "IMAGE_OF_" + capitals(f.ID) }

// digest stands for the digest of a function's image in the customer's
// repository.
func digest(f *ir.Function) string { return "DIGEST_OF_" + capitals(f.ID) }

// capitals writes an id in the letters of placeholders.
func capitals(id string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z':
			return r
		}
		return '_'
	}, id)
}

// all lists every placeholder that the part may have.
func (p *awsPage) all() []placeholder {
	list := []placeholder{
		{accountID, "the account of the deployment, 12 digits", exampleAccount},
		{region, "the region of the deployment", exampleRegion},
		{codeBucket, p.aboutCodeBucket(), p.sample().CodeBucket},
		{codeFolder, "the folder with the vendor's zips, one for each function", "../code"},
		{release, "the vendor's word for this release. Keys of code and the policies that you make end in it, so that two releases do not meet", "1.0.0"},
		{templateBucket, "a bucket of that region for the template, which is too large to be sent inline", "templates-" + exampleAccount},
		{installerRole, "the role that runs the deployment: its name, not its ARN", "deployer"},
		{vendorRole, "the one role of the vendor that may act as management", exampleVendorRole},
		{externalID, "16 characters or more that you and the vendor agree on; section 8 makes them", exampleExternalID},
		{managementRole, "a name for the vendor's role, if tooling of your own makes it", "vendor-access"},
		{secretName, "the name by which the code asks for a secret", "webhook-url"},
		{secretFile, "a file that holds the value of the secret and nothing else, not even a newline", "secret.txt"},
	}
	for _, f := range p.functions(ir.Image) {
		list = append(list,
			placeholder{vendorImage(f), "the vendor's image of function " + code(f.ID), exampleImage(f)},
			placeholder{digest(f), "the digest of that image in your repository, which section 2 prints", exampleDigest})
	}
	return list
}

// What examples stand for.
const (
	exampleAccount    = "123456789012"
	exampleRegion     = "us-east-1"
	exampleVendorRole = "arn:aws:iam::111122223333:role/control-plane"
	exampleExternalID = "4f1c0d0e5b7a49e2a3c8d6b1f09e7a52"
	exampleDigest     = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
)

// longestBucket is the greatest number of characters of a bucket's name.
const longestBucket = 63

// sample is the deployment with examples in place of what is not known.
func (p *awsPage) sample() aws.Deployment {
	d := p.in.Deployment
	d.Account, d.Region = or(d.Account, exampleAccount), or(d.Region, exampleRegion)
	usual, _ := d.Pattern(aws.DefaultCodeBucket)
	if len(usual) > longestBucket {
		usual = "artifacts-" + d.Account + "-" + d.Region
	}
	d.CodeBucket = or(d.CodeBucket, usual)
	return d
}

// aboutCodeBucket says which bucket the policies of setup mean.
func (p *awsPage) aboutCodeBucket() string {
	usual := p.name(aws.DefaultCodeBucket)
	if aws.Longest(aws.DefaultCodeBucket, len(p.d.Prefix)) > longestBucket {
		return "the bucket for the vendor's zips, in that region. The policies of this build name " + code(usual) +
			", which may be too long for a bucket: build with " + code("--code-bucket")
	}
	return "the bucket for the vendor's zips, in that region. The setup policy of this build reads from " + code(usual) +
		" alone; for another one, build with " + code("--code-bucket")
}

// imageReference is a reference of an image that reads as one. The author's
// own is an example only, and never part of a command.
var imageReference = regexp.MustCompile(`^[a-z0-9]+([._:/@-][A-Za-z0-9_]+)*$`)

func exampleImage(f *ir.Function) string {
	if len(f.Code.Image) <= 256 && imageReference.MatchString(f.Code.Image) {
		return f.Code.Image
	}
	return "registry.example.com/" + f.ID + ":1.0.0"
}

// head writes the title and explains the placeholders that the commands have.
func (p *awsPage) head() {
	p.title("AWS")
	p.text("This page was made by alienc for the stack "+code(p.stack.ID)+", whose names begin with "+code(p.d.Prefix)+
		". It holds every command that you need to install, watch, update and remove it, in order.",
		"Run them in a POSIX shell, in the folder that holds this page. Read "+code("ACCESS.md")+" before: it says who will be able to do what.")
	p.text("Sections 1 to 6 install the stack and are done in their order. Each of the others stands for itself.")
	p.placeholders(p.all())
	if p.in.Deployment.Region == "" {
		p.text("ARNs begin with " + code("arn:aws:") + " and registries end in " + code(".amazonaws.com") + ". In other partitions write " +
			code("arn:aws-us-gov:") + ", or " + code("arn:aws-cn:") + " and " + code(".amazonaws.com.cn") + ".")
	}
}
