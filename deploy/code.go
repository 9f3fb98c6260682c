package deploy

import (
	"encoding/json"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// zipName names the zip of a function, as a file and as an object. Each
// release has a name of its own, since only a new key installs new code.
func zipName(f *ir.Function, release string) string { return f.ID + "-" + release + ".zip" }

// zipFile is where the vendor's zip of a function lies.
func zipFile(f *ir.Function) string { return codeFolder + "/" + f.ID + ".zip" }

// repository names the customer's repository for the images of a function. It
// is none of the stack's: the image must be there before the stack is.
func repository(d aws.Deployment, f *ir.Function) string {
	name, _ := d.Pattern(cloud.Concat(aws.Prefix, "-code/", f.ID))
	return name
}

// registryHost is the host of the registry of an account and region.
func registryHost(d aws.Deployment) string {
	host := d.Account + ".dkr.ecr." + d.Region + ".amazonaws.com"
	if strings.HasPrefix(d.Region, "cn-") {
		host += ".cn"
	}
	return host
}

func repositoryURI(d aws.Deployment, f *ir.Function) string {
	return registryHost(d) + "/" + repository(d, f)
}

// placeCode writes how the code gets where the template reads it.
func (p *awsPage) placeCode() {
	p.heading("2. Put the code where the template reads it")
	zips, images := p.functions(ir.Zip), p.functions(ir.Image)
	var places []string
	if len(zips) > 0 {
		places = append(places, "the bucket "+code(p.d.CodeBucket))
	}
	if len(images) > 0 {
		places = append(places, "repositories for images")
	}
	if p.needsTemplateBucket() {
		places = append(places, "the bucket "+code(templateBucket))
	}
	if len(places) == 0 {
		p.text("This stack has no functions, so there is no code to put anywhere.")
		return
	}
	if len(zips)+len(images) > 0 {
		p.text("The template takes code from nowhere but your own account. Whoever can write there decides what runs next, so keep these rights few.")
	}
	p.facts(
		"an identity that may make and fill "+strings.Join(places, ", ")+"; the installing role needs none of this.",
		"makes and fills "+strings.Join(places, ", ")+", and nothing of the stack.",
		"the last commands of section 12.")
	if len(zips) > 0 {
		p.zips(zips)
	}
	if len(images) > 0 {
		p.images(images)
	}
	if p.needsTemplateBucket() {
		p.subheading("A bucket for templates")
		p.text("CloudFormation takes templates of more than 51,200 bytes from a bucket. Make it once; the commands below upload what they need:")
		p.sh(command("aws", "s3", "mb", "s3://"+templateBucket))
	}
}

// needsTemplateBucket reports whether a template is too large to be sent
// inline.
func (p *awsPage) needsTemplateBucket() bool {
	return p.in.TemplateBytes > inline || p.in.SetupRoleBytes > inline
}

func (p *awsPage) zips(list []*ir.Function) {
	bucket := "s3://" + p.d.CodeBucket
	p.subheading("Zips")
	p.text("Make the bucket once, private:")
	p.sh(
		command("aws", "s3", "mb", bucket),
		command("aws", "s3api", "put-public-access-block", "--bucket", p.d.CodeBucket, "--public-access-block-configuration",
			"BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true"))
	p.text("Upload the zip of each function, under a new key for each release:")
	var uploads []string
	for _, f := range list {
		uploads = append(uploads, command("aws", "s3", "cp", "--no-progress", zipFile(f), bucket+"/"+zipName(f, release)))
	}
	p.sh(uploads...)
}

func (p *awsPage) images(list []*ir.Function) {
	p.subheading("Images")
	p.text("Make a repository for each function once. Its policy lets Lambda pull for that one function, since the setup policy cannot change repositories:")
	var create, move, look []string
	for _, f := range list {
		name := repository(p.d, f)
		create = append(create,
			command("aws", "ecr", "create-repository", "--repository-name", name, "--image-tag-mutability", "IMMUTABLE"),
			command("aws", "ecr", "set-repository-policy", "--repository-name", name, "--policy-text", p.pullPolicy(f)))
		tagged := repositoryURI(p.d, f) + ":" + release
		move = append(move,
			command("docker", "pull", "--platform", "linux/amd64", vendorImage(f)),
			command("docker", "tag", vendorImage(f), tagged),
			command("docker", "push", tagged))
		look = append(look, command("aws", "ecr", "describe-images", "--repository-name", name, "--image-ids", "imageTag="+release,
			"--query", "imageDetails[0].imageDigest", "--output", "text"))
	}
	p.sh(create...)
	p.text("Copy the vendor's images there, with Docker or any other tool. Lambda takes images of one platform, x86_64:")
	p.sh(append([]string{
		command("aws", "ecr", "get-login-password") + " | " +
			command("docker", "login", "--username", "AWS", "--password-stdin", registryHost(p.d)),
	}, move...)...)
	p.text("These print the digests that section 4 passes. A digest names exactly one image for ever:")
	p.sh(look...)
}

// pullPolicy lets Lambda read the images of one function.
func (p *awsPage) pullPolicy(f *ir.Function) string {
	type principal struct{ Service string }
	type statement struct {
		Sid, Effect string
		Principal   principal
		Action      []string
		Condition   map[string]map[string]string
	}
	text, err := json.Marshal(struct {
		Version   string
		Statement []statement
	}{"2012-10-17", []statement{{
		Sid: "LambdaECRImageRetrievalPolicy", Effect: "Allow", Principal: principal{"lambda.amazonaws.com"}, Action: iam.ImagePull(),
		Condition: map[string]map[string]string{"ArnEquals": {"aws:SourceArn": p.name(aws.ARN(f))}},
	}}})
	if err != nil {
		panic(err) // strings are always encodable
	}
	return string(text)
}
