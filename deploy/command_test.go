package deploy

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// known lists every operation of a page with the options that it may have.
var known = map[string]string{
	"aws cloudformation delete-stack":                   "--stack-name",
	"aws cloudformation deploy":                         "--disable-rollback --no-execute-changeset --no-fail-on-empty-changeset --stack-name --template-file --capabilities --s3-bucket --parameter-overrides",
	"aws cloudformation describe-stack-events":          "--stack-name --query --output",
	"aws cloudformation describe-stack-resource-drifts": "--stack-name --stack-resource-drift-status-filters --query --output",
	"aws cloudformation describe-stacks":                "--stack-name --query --output",
	"aws cloudformation detect-stack-drift":             "--stack-name",
	"aws cloudformation list-stack-resources":           "--stack-name --query --output",
	"aws cloudformation update-stack":                   "--stack-name --use-previous-template --capabilities --parameters",
	"aws cloudformation wait stack-delete-complete":     "--stack-name",
	"aws cloudformation wait stack-update-complete":     "--stack-name",
	"aws dynamodb delete-table":                         "--table-name",
	"aws dynamodb update-table":                         "--table-name --no-deletion-protection-enabled",
	"aws dynamodb wait table-exists":                    "--table-name",
	"aws dynamodb wait table-not-exists":                "--table-name",
	"aws ecr create-repository":                         "--repository-name --image-tag-mutability",
	"aws ecr delete-repository":                         "--repository-name --force",
	"aws ecr describe-images":                           "--repository-name --image-ids --query --output",
	"aws ecr describe-registry":                         "--query --output",
	"aws ecr get-login-password":                        "",
	"aws ecr put-replication-configuration":             "--replication-configuration",
	"aws ecr set-repository-policy":                     "--repository-name --policy-text",
	"aws iam attach-role-policy":                        "--role-name --policy-arn",
	"aws iam create-policy":                             "--policy-name --policy-document",
	"aws iam create-role":                               "--role-name --max-session-duration --assume-role-policy-document",
	"aws iam delete-policy":                             "--policy-arn",
	"aws iam delete-role":                               "--role-name",
	"aws iam detach-role-policy":                        "--role-name --policy-arn",
	"aws iam get-role":                                  "--role-name --query --output",
	"aws iam list-attached-role-policies":               "--role-name --output",
	"aws lambda get-function":                           "--function-name --query --output",
	"aws lambda update-function-code":                   "--function-name --zip-file --image-uri",
	"aws lambda wait function-updated":                  "--function-name",
	"aws s3 cp":                                         "--no-progress",
	"aws s3 mb":                                         "",
	"aws s3 rb":                                         "",
	"aws s3 rm":                                         "--recursive",
	"aws s3api delete-objects":                          "--bucket --delete",
	"aws s3api list-object-versions":                    "--bucket --max-items --query --output",
	"aws s3api put-public-access-block":                 "--bucket --public-access-block-configuration",
	"aws sqs delete-queue":                              "--queue-url",
	"aws sqs get-queue-url":                             "--queue-name --query --output",
	"aws ssm delete-parameter":                          "--name",
	"aws ssm describe-parameters":                       "--parameter-filters --query --output",
	"aws ssm put-parameter":                             "--name --type --value",
	"aws sts assume-role":                               "--role-arn --role-session-name --external-id",
	"aws sts get-caller-identity":                       "",
	"az account show":                                   "--query --output",
	"az acr create":                                     "--name --resource-group --sku",
	"az acr delete":                                     "--name --resource-group --yes",
	"az acr import":                                     "--name --source --image",
	"az acr repository delete":                          "--name --repository --yes",
	"az acr repository show":                            "--name --image --query --output",
	"az acr show":                                       "--name --query --output",
	"az ad sp create":                                   "--id --query --output",
	"az ad sp update":                                   "--id --set",
	"az bicep install":                                  "",
	"az containerapp job show":                          "--name --resource-group --query --output",
	"az containerapp job update":                        "--name --resource-group --image --no-wait",
	"az containerapp show":                              "--name --resource-group --query --output",
	"az containerapp update":                            "--name --resource-group --image --no-wait",
	"az deployment group create":                        "--name --resource-group --template-file --parameters --query --output",
	"az deployment group show":                          "--name --resource-group --query --output",
	"az deployment group what-if":                       "--name --resource-group --template-file --parameters",
	"az deployment operation group list":                "--name --resource-group --query --output",
	"az group create":                                   "--name --location",
	"az group delete":                                   "--name",
	"az identity create":                                "--name --resource-group",
	"az identity federated-credential create":           "--name --identity-name --resource-group --issuer --subject --audiences",
	"az identity federated-credential delete":           "--name --identity-name --resource-group --yes",
	"az identity show":                                  "--name --resource-group --query --output",
	"az keyvault delete":                                "--name --resource-group",
	"az keyvault recover":                               "--name --resource-group",
	"az keyvault secret delete":                         "--vault-name --name --output",
	"az keyvault secret list":                           "--vault-name --query --output",
	"az keyvault secret recover":                        "--vault-name --name --output",
	"az keyvault secret set":                            "--vault-name --name --file --encoding --output",
	"az keyvault show":                                  "--name --resource-group --query --output",
	"az lock delete":                                    "--name --resource --resource-type --resource-group",
	"az provider register":                              "--namespace --wait",
	"az resource delete":                                "--ids --api-version",
	"az resource list":                                  "--resource-group --query --output",
	"az role assignment create":                         "--role --assignee-object-id --assignee-principal-type --scope",
	"az role assignment delete":                         "--assignee --role --resource-group --scope",
	"az role assignment list":                           "--all --fill-principal-name --query --output",
	"az role definition delete":                         "--name --resource-group",
	"az role definition list":                           "--custom-role-only --resource-group --query --output",
	"az servicebus namespace delete":                    "--name --resource-group",
	"az stack group create":                             "--name --resource-group --template-file --parameters --action-on-unmanage --deny-settings-mode --deny-settings-excluded-principals --yes",
	"az stack group delete":                             "--name --resource-group --action-on-unmanage --yes",
	"az stack group show":                               "--name --resource-group --query --output",
	"az storage account delete":                         "--name --resource-group --yes",
	"docker login":                                      "--username --password-stdin",
	"docker pull":                                       "--platform",
	"docker push":                                       "",
	"docker tag":                                        "",
	"openssl base64":                                    "",
	"openssl dgst":                                      "-sha256 -binary",
	"openssl rand":                                      "-hex",
	"sed":                                               "-e",
	"sh":                                                "",
	"sha256sum":                                         "-c",
}

// needed lists the options without which the CLI of Azure refuses an operation
// or asks back, or prints a secret.
var needed = map[string]string{
	"az acr create":                           "--name --resource-group --sku",
	"az acr delete":                           "--name --resource-group --yes",
	"az acr import":                           "--name --source --image",
	"az acr repository delete":                "--name --repository --yes",
	"az acr repository show":                  "--name --image",
	"az acr show":                             "--name",
	"az ad sp create":                         "--id",
	"az ad sp update":                         "--id --set",
	"az containerapp job show":                "--name --resource-group",
	"az containerapp job update":              "--name --resource-group --image --no-wait",
	"az containerapp show":                    "--name --resource-group",
	"az containerapp update":                  "--name --resource-group --image --no-wait",
	"az deployment group create":              "--name --resource-group --template-file",
	"az deployment group show":                "--name --resource-group",
	"az deployment group what-if":             "--name --resource-group --template-file",
	"az deployment operation group list":      "--name --resource-group",
	"az group create":                         "--name --location",
	"az group delete":                         "--name",
	"az identity create":                      "--name --resource-group",
	"az identity federated-credential create": "--name --identity-name --resource-group --issuer --subject --audiences",
	"az identity federated-credential delete": "--name --identity-name --resource-group --yes",
	"az identity show":                        "--name --resource-group",
	"az keyvault delete":                      "--name --resource-group",
	"az keyvault recover":                     "--name --resource-group",
	"az keyvault secret delete":               "--vault-name --name",
	"az keyvault secret list":                 "--vault-name --query",
	"az keyvault secret recover":              "--vault-name --name",
	"az keyvault secret set":                  "--vault-name --name --file --encoding --output",
	"az keyvault show":                        "--name --resource-group",
	"az lock delete":                          "--name --resource --resource-type --resource-group",
	"az provider register":                    "--namespace --wait",
	"az resource delete":                      "--ids --api-version",
	"az resource list":                        "--resource-group",
	"az role assignment create":               "--role --assignee-object-id --assignee-principal-type --scope",
	"az role assignment delete":               "--assignee --role",
	"az role assignment list":                 "--all --fill-principal-name --query",
	"az role definition delete":               "--name --resource-group",
	"az role definition list":                 "--custom-role-only --resource-group --query",
	"az servicebus namespace delete":          "--name --resource-group",
	"az stack group create":                   "--name --resource-group --template-file --action-on-unmanage --deny-settings-mode --deny-settings-excluded-principals --yes",
	"az stack group delete":                   "--name --resource-group --action-on-unmanage --yes",
	"az stack group show":                     "--name --resource-group",
	"az storage account delete":               "--name --resource-group --yes",
}

// operation gives the row of a command, and the words behind it.
func operation(words []string) (name string, rest []string) {
	for n := min(len(words), 5); n > 0; n-- {
		name := strings.Join(words[:n], " ")
		if _, ok := known[name]; ok {
			return name, words[n:]
		}
	}
	return "", nil
}

// TestCommands reads every command of every page: the operation exists, each
// option is one of that operation, and each file is there or made by the page.
func TestCommands(t *testing.T) {
	used := map[string]bool{}
	for _, b := range bothClouds(t) {
		made := map[string]bool{replicationFile: true, secretFile: true} // by the reader
		for _, line := range commands(string(Markdown(b.in))) {
			p, err := parse(line)
			if err != nil {
				t.Errorf("%s: %s: %v", b.name, line, err)
				continue
			}
			for _, words := range p.commands {
				name, rest := operation(words)
				if name == "" {
					t.Errorf("%s: %s: unknown operation in %q", b.name, line, words)
					continue
				}
				used[name] = true
				for _, option := range strings.Fields(needed[name]) {
					if !slices.Contains(rest, option) {
						t.Errorf("%s: %s: %q needs %s", b.name, line, name, option)
					}
				}
				if name == "az role assignment delete" && !slices.Contains(rest, "--resource-group") && !slices.Contains(rest, "--scope") {
					t.Errorf("%s: %s reaches the whole subscription", b.name, line)
				}
				for i, w := range rest {
					if strings.HasPrefix(w, "-") && !slices.Contains(strings.Fields(known[name]), w) {
						t.Errorf("%s: %s: %q has no option %s", b.name, line, name, w)
					}
					file, ok := strings.CutPrefix(w, "file://")
					ok = ok || i > 0 && (rest[i-1] == "--template-file" || rest[i-1] == "--file") || name == "sh" && i == 0 || name == "sed" && strings.HasSuffix(w, ".json")
					if _, there := b.files[file]; ok && !there && !made[file] {
						t.Errorf("%s: %s: nothing makes %s", b.name, line, file)
					}
				}
			}
			for _, f := range p.files {
				made[f] = true
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		if !used[name] {
			t.Errorf("no page has %q", name)
		}
	}
}

// Capital words of commands that are no placeholders.
var words = []string{
	"AWS", "CAPABILITY_NAMED_IAM", "DELETED", "FAILED", "IMMUTABLE", "MANAGEMENT_EXTERNAL_ID", "MANAGEMENT_PRINCIPAL_ARN",
	"MODIFIED", "PREFIX_MATCH", "SHA256SUMS",
}

// capitalWord finds what looks like a placeholder.
var capitalWord = regexp.MustCompile(`\b[A-Z0-9_]+\b`)

// TestPlaceholders: every word in capitals is explained, and nothing else is.
func TestPlaceholders(t *testing.T) {
	for _, b := range bothClouds(t) {
		text := string(Markdown(b.in))
		head, _, _ := strings.Cut(text, "\n## ")
		for _, line := range commands(text) {
			for _, w := range capitalWord.FindAllString(line, -1) {
				letters := strings.ContainsFunc(w, func(r rune) bool { return r >= 'A' && r <= 'Z' })
				if letters && len(w) > 1 && !slices.Contains(words, w) && !strings.Contains(head, "\n| `"+w+"` |") {
					t.Errorf("%s: %s: nothing explains %s", b.name, line, w)
				}
			}
		}
		for _, row := range explained.FindAllStringSubmatch(head, -1) {
			if !regexp.MustCompile(`\b` + row[1] + `\b`).MatchString(strings.Join(commands(text), "\n") + jsonOf(text)) {
				t.Errorf("%s: %s is explained, and no command has it", b.name, row[1])
			}
		}
	}
}

// explained finds the rows of placeholders.
var explained = regexp.MustCompile("(?m)^\\| `([A-Z0-9_]+)` \\|")

// jsonOf gives the documents of a page that are no commands.
func jsonOf(text string) string {
	return strings.Join(regexp.MustCompile("(?s)```json\n.*?```").FindAllString(text, -1), "\n")
}
