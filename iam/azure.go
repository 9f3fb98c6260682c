package iam

import (
	"strings"

	"github.com/alienc/alienc/cloud/azure"
)

// The identities of a stack on Azure besides those of its profiles. No profile
// can be called so.
const (
	pull   = "pull"   // reads the images of functions; their code cannot act as it
	events = "events" // delivers the events of storages
)

// holder gives the symbol of an identity in main.bicep, empty for whom only
// the customer knows.
func holder(identity string) string {
	switch identity {
	case pull:
		return azure.PullIdentitySymbol
	case events:
		return azure.EventsIdentitySymbol
	}
	if profile, ok := strings.CutPrefix(identity, "profile:"); ok {
		return azure.ProfileSymbol(profile)
	}
	return ""
}
