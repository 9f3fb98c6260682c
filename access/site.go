package access

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/iam"
)

// site writes on the page what a grant is on. An id of Azure goes without what
// all ids of the deployment begin with; no text of an author can begin so,
// since its dollar signs are doubled.
func site(g *iam.Grant) string {
	on := pattern(g.On)
	if g.Cloud != cloud.Azure {
		return on
	}
	if inside, ok := strings.CutPrefix(on, groupPattern+"/providers/"); ok {
		return inside
	}
	if on == groupPattern {
		return "${resourceGroup}"
	}
	return on
}

// groupPattern is the id of the resource group of a deployment.
var groupPattern = pattern(azure.StackScope(nil, "group")[0].ID)
