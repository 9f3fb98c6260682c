package access

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
)

// onAzure judges an action of Azure. Its catalogue knows no levels but reading
// and writing; what changes rights is said by what it hands out.
func onAzure(r right) power {
	p := azure.PowerOf(r.action, r.data)
	level := string(p.Level)
	if p.Hands == cloud.Rights {
		level = permissions
	}
	return power{Known: p.Known, Level: level, Changes: p.Changes(), Reads: p.Reads, Writes: p.Writes, Code: p.Code, Hands: p.Hands}
}
