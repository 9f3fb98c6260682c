package bicep

import (
	_ "embed" // the script

	"github.com/alienc/alienc/emit"
)

// revoke is the script that takes every role of a principal in a resource group
// away. It is the same for every stack: what differs it is given or asks Azure,
// so no text of an author's is ever in it.
//
//go:embed revoke.sh
var revoke []byte

func revokeFile() emit.File {
	return emit.File{Path: "azure/iam/revoke.sh", Role: "revoke", Data: revoke, Executable: true}
}
