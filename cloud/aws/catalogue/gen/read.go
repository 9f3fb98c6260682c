package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// detailed names the services whose actions are written with resource types
// and condition keys: those that alienc's permission sets and setup use.
var detailed = []string{
	"cloudformation", "cloudwatch", "dynamodb", "ecr", "iam", "kms", "lambda",
	"logs", "s3", "scheduler", "sqs", "ssm", "sts", "xray",
}

// levels translates the access levels of the package.
var levels = map[string]string{
	"List":                          "list",
	"Read":                          "read",
	"Write":                         "write",
	"Tagging, Write":                "tag",
	"Permissions management, Write": "permissions",
}

// service is what the catalogue keeps about one service.
type service struct {
	Prefix  string
	Types   []resourceType // sorted; of detailed services only
	Actions []action       // sorted
}

type resourceType struct {
	Name       string   `json:"key"`
	ARN        string   `json:"arn"`
	Conditions []string `json:"conditionKeys"`
}

type action struct {
	Name       string
	Level      string
	Resources  []string // sorted; of detailed services only
	Conditions []string // sorted; of detailed services only
}

// packedAction is an action as the package describes it.
type packedAction struct {
	Name          string   `json:"name"`
	AccessLevel   string   `json:"accessLevel"`
	ConditionKeys []string `json:"conditionKeys"`
	ResourceTypes []struct {
		Name          string   `json:"name"`
		ConditionKeys []string `json:"conditionKeys"`
	} `json:"resourceTypes"`
}

// read takes from the unpacked package what the catalogue keeps, sorted by
// service. It accepts the pinned version alone.
func read(dir string) ([]service, error) {
	var pkg struct {
		Version string `json:"version"`
	}
	if err := decode(&pkg, dir, "package.json"); err != nil {
		return nil, err
	}
	if pkg.Version != packageVersion {
		return nil, fmt.Errorf("%s holds version %s of %s, the catalogue is made from %s", dir, pkg.Version, packageName, packageVersion)
	}
	var prefixes []string
	if err := decode(&prefixes, dir, "data", "services.json"); err != nil {
		return nil, err
	}
	slices.Sort(prefixes)
	var out []service
	for _, prefix := range prefixes {
		s, err := readService(dir, prefix)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", prefix, err)
		}
		out = append(out, s)
	}
	return out, nil
}

func readService(dir, prefix string) (service, error) {
	s := service{Prefix: prefix}
	types := map[string]resourceType{}
	if slices.Contains(detailed, prefix) {
		if err := decode(&types, dir, "data", "resourceTypes", prefix+".json"); err != nil {
			return s, err
		}
		for _, t := range types {
			s.Types = append(s.Types, t)
		}
		slices.SortFunc(s.Types, func(a, b resourceType) int { return strings.Compare(a.Name, b.Name) })
	}
	var actions map[string]packedAction
	if err := decode(&actions, dir, "data", "actions", prefix+".json"); err != nil {
		return s, err
	}
	for _, p := range actions {
		level, ok := levels[p.AccessLevel]
		if !ok {
			return s, fmt.Errorf("%s has the unknown access level %q", p.Name, p.AccessLevel)
		}
		a := action{Name: p.Name, Level: level}
		if s.Types != nil {
			a.Resources, a.Conditions = details(p, s.Types)
		}
		s.Actions = append(s.Actions, a)
	}
	slices.SortFunc(s.Actions, func(a, b action) int { return strings.Compare(a.Name, b.Name) })
	return s, nil
}

// details gives the resource types of an action and the condition keys of its
// requests: its own, those it has on one type alone, and those of the types.
func details(p packedAction, types []resourceType) (resources, conditions []string) {
	conditions = append(conditions, p.ConditionKeys...)
	for _, r := range p.ResourceTypes {
		resources = append(resources, r.Name)
		conditions = append(conditions, r.ConditionKeys...)
		for _, t := range types {
			if t.Name == r.Name {
				conditions = append(conditions, t.Conditions...)
			}
		}
	}
	slices.Sort(resources)
	slices.Sort(conditions)
	return slices.Compact(resources), slices.Compact(conditions)
}

// decode reads a JSON file of the package.
func decode(into any, path ...string) error {
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", path[len(path)-1], err)
	}
	return nil
}
