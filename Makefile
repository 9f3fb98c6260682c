# What people do here. `make test` needs Go alone.

GOLANGCI_VERSION = 2.15.0
GOLANGCI = go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$(GOLANGCI_VERSION)

.PHONY: build test golden lint fmt e2e bench catalogue clean

build: ## the alienc binary, in bin/
	go build -trimpath -o bin/ ./cmd/alienc

test: ## every check that needs neither network nor other programs
	go test ./...

golden: ## write the expected outputs anew; read the diff line by line
	go test ./golden ./docs ./compiler/sdk -update

lint: ## the Go linters of .golangci.yml; an installed golangci-lint of the version is used
	@if golangci-lint version 2>/dev/null | grep -q 'version v\{0,1\}$(GOLANGCI_VERSION) '; \
	then golangci-lint run ./...; else $(GOLANGCI) run ./...; fi

fmt: ## format the Go code as lint wants it
	@if golangci-lint version 2>/dev/null | grep -q 'version v\{0,1\}$(GOLANGCI_VERSION) '; \
	then golangci-lint fmt ./...; else $(GOLANGCI) fmt ./...; fi

e2e: ## cfn-lint, and deploy, update and delete with the AWS CLI on a local emulator
	cd e2e && ALIENC_E2E=1 go test -count=1 -timeout 30m

bench: ## time and memory beside their targets
	go run ./bench/cold
	@echo; echo 'In process; target for 3,000 resources: 1 s for compile and emit together'
	go test ./bench -run '^$$' -bench . -benchmem

catalogue: ## make the list of AWS actions anew from its pinned npm package
	go run ./cloud/aws/catalogue/gen

clean: ## remove what the other targets leave behind
	rm -rf bin dist .cache
