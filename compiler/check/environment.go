package check

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/diag"
	"github.com/alienc/alienc/compiler/ir"
)

var environmentName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// environment checks the variables that authors set, and that they fit beside
// those that alienc sets.
func environment(r *review) {
	for _, f := range r.Stack.Functions() {
		for _, v := range f.Environment {
			path := "environment." + v.Name
			switch {
			case !environmentName.MatchString(v.Name):
				r.add(about(f, path, "environment-name", "environment name %q is not allowed", v.Name).
					WithHelp(variableHelp(v.Name)))
			case strings.HasPrefix(v.Name, "ALIEN_"):
				r.add(about(f, path, "environment-reserved", "%q is reserved", v.Name).
					WithHelp("alienc sets the names that begin with ALIEN_; choose another"))
			case reservedOn(r, v.Name) != "":
				r.add(about(f, path, "environment-reserved", "%q is reserved on %s", v.Name, reservedOn(r, v.Name)).
					WithHelp("choose another name; the platform sets this one"))
			case r.aws() && !aws.VariableName(v.Name):
				r.add(about(f, path, "environment-name", "environment name %q is not allowed on AWS", v.Name).
					WithHelp("begin with a letter, and use at least two characters"))
			}
			if strings.ContainsRune(v.Value, 0) {
				r.add(about(f, path, "wrong-argument-type", "%q holds a NUL character, which no environment can", v.Name).
					WithHelp("encode the value, for example as base64"))
			}
			if r.azure() && utf8.RuneCountInString(v.Value) > azure.TextLimit {
				r.add(about(f, path, "environment-too-large", "%q of %q has %s characters, Azure allows %s",
					v.Name, f.ID, diag.Thousands(utf8.RuneCountInString(v.Value)), diag.Thousands(azure.TextLimit)).
					WithHelp("keep the value in a Storage or a Vault"))
			}
			if secret(v) {
				r.add(about(f, path, "secret-in-environment", "%q holds a literal value", v.Name).
					WithHelp("store it in a Vault and link it"))
			}
		}
		if !r.aws() {
			continue
		}
		if size := environmentSize(aws.Environment(r.Stack, f), r.room); size > aws.EnvironmentLimit {
			r.add(about(f, "environment", "environment-too-large", "environment of %q is %s bytes on AWS, limit %s",
				f.ID, diag.Thousands(size), diag.Thousands(aws.EnvironmentLimit)).
				WithHelp(fmt.Sprintf("save %s bytes: keep long values in a Storage or a Vault, or link fewer resources", diag.Thousands(size-aws.EnvironmentLimit))))
		}
	}
}

// reserving tells which names of variables each cloud keeps for itself.
var reserving = map[cloud.Name]func(string) bool{cloud.AWS: aws.ReservedVariable, cloud.Azure: azure.ReservedVariable}

// reservedOn names the targets on which an author may not set a variable.
func reservedOn(r *review, name string) string {
	return r.titles(func(c cloud.Name) bool { reserved := reserving[c]; return reserved != nil && reserved(name) })
}

// environmentSize measures the environment as Lambda does, as one JSON object,
// with every variable text at its longest.
func environmentSize(list []aws.Variable, prefix int) int {
	size := len("{}")
	for i, v := range list {
		if i > 0 {
			size += len(",")
		}
		size += len(`"":""`) + escapedSize(v.Name)
		for _, part := range v.Value {
			if part.Var != "" {
				size += aws.Longest(cloud.Text{part}, prefix)
			}
			size += escapedSize(part.Lit)
		}
	}
	return size
}

// escapedSize is the length in bytes of a text inside a JSON string.
func escapedSize(s string) int {
	size := len(s)
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"', c == '\\', c == '\n', c == '\r', c == '\t':
			size += len(`\n`) - 1
		case c < ' ':
			size += len(`\u0000`) - 1
		}
	}
	return size
}

func variableHelp(name string) string {
	better := strings.ToUpper(strings.Join(words(name), "_"))
	switch {
	case better == "":
		return "use letters, digits and underscores"
	case better[0] >= '0' && better[0] <= '9':
		better = "N" + better
	}
	return "use " + better
}

// buildArgs checks the arguments of an image build, which stand in the
// manifest.
func buildArgs(r *review, f *ir.Function, source *ir.Source) {
	for _, v := range source.BuildArgs {
		if secret(v) {
			r.add(about(f, "code.toolchain.buildArgs."+v.Name, "secret-in-build-args", "build argument %q looks like a secret", v.Name).
				WithHelp("leave it out, and hand it to the image build as a build secret"))
		}
	}
}

// secretWords are the parts of a name that announce a credential.
var secretWords = map[string]bool{
	"key": true, "keys": true, "apikey": true, "token": true, "secret": true, "secrets": true,
	"password": true, "passwords": true, "passwd": true, "passphrase": true,
	"credential": true, "credentials": true,
}

// plainWords are the parts that tell that a name is not the credential itself:
// what is public, and what only describes a key or a token.
var plainWords = map[string]bool{
	"public": true, "partition": true, "sort": true, "primary": true, "foreign": true, "cache": true, "routing": true,
	"name": true, "arn": true, "id": true, "url": true, "uri": true, "endpoint": true, "path": true, "file": true, "prefix": true,
	"ttl": true, "limit": true, "size": true, "count": true, "length": true, "seconds": true, "minutes": true, "hours": true, "days": true,
	"expiry": true, "issuer": true, "audience": true, "header": true, "type": true, "algorithm": true, "version": true, "region": true,
	"enabled": true, "required": true, "policy": true, "rotation": true,
}

// reference matches values that say where a secret is, and values too plain to
// be one.
var reference = regexp.MustCompile(`^(|true|false|[0-9]{1,6}|[a-z][a-z0-9+.-]*:.*|/.*|\$.*|\{\{.*|projects/.*)$`)

// secret reports whether a variable looks like a credential written out.
func secret(v ir.Variable) bool {
	found := false
	for _, word := range words(v.Name) {
		if plainWords[word] {
			return false
		}
		found = found || secretWords[word]
	}
	return found && !reference.MatchString(v.Value)
}
