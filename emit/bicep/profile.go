package bicep

import (
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// identities adds the identity of each profile that a function runs as, the
// identity that pulls images, and the one that delivers events. An identity has
// no rights of its own.
func (t *template) identities() {
	t.begin("Identities")
	for _, p := range t.stack.Profiles {
		if len(t.stack.Users(p.Name)) > 0 {
			t.identity(azure.ProfileSymbol(p.Name), azure.IdentityName(t.stack.ID, p.Name), "Permission profile "+p.Name+": what "+t.users(p.Name)+" acts as.")
		}
	}
	if t.shares("pull-identity") {
		t.identity(azure.PullIdentitySymbol, azure.PullIdentityName(t.stack.ID), "Pulls images. Code in a container cannot act as it.")
	}
	if t.shares("events-identity") {
		t.identity(azure.EventsIdentitySymbol, azure.EventsIdentityName(t.stack.ID), "Event Grid delivers the events of storages with it.")
	}
	t.begin("")
}

func (t *template) identity(symbol string, name cloud.Text, purpose string) {
	t.add(syntax.Resource{
		Remarks:  []string{purpose},
		Symbol:   syntax.Symbol(symbol),
		Type:     azure.IdentityType,
		Name:     text(name),
		Location: location,
		Tags:     stackTags,
	})
}

// users names the functions of a profile, or counts them when they are many.
func (t *template) users(profile string) string {
	users := t.stack.Users(profile)
	if len(users) > 4 {
		return "each of " + strconv.Itoa(len(users)) + " functions"
	}
	names := make([]string, len(users))
	for i, f := range users {
		names[i] = f.ID
	}
	last := len(names) - 1
	if last == 0 {
		return "function " + names[0]
	}
	return "each of the functions " + strings.Join(names[:last], ", ") + " and " + names[last]
}

// acting is the property of a resource that acts as those identities.
func acting(symbols ...string) syntax.Object {
	attached := make(syntax.Object, len(symbols))
	for i, symbol := range symbols {
		attached[i] = syntax.K(idOf(symbol), syntax.Object{})
	}
	return syntax.Object{
		syntax.F("type", syntax.Str("UserAssigned")),
		syntax.F("userAssignedIdentities", attached),
	}
}
