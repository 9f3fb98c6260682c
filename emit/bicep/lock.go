package bicep

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// lock keeps a resource from being deleted, with all that lies below it. It
// does so for everybody, until an owner takes it away. A lock against writing
// would break operations that only read, and is never used.
func (t *template) lock(symbol, of, holds string) {
	t.add(syntax.Resource{
		Symbol: syntax.Symbol(symbol),
		Type:   azure.LockType,
		Scope:  syntax.Symbol(of),
		Name:   syntax.Str(azure.LockName),
		Properties: syntax.Object{
			syntax.F("level", syntax.Str("CanNotDelete")),
			syntax.F("notes", syntax.Str("It holds "+holds+". Only an owner takes this lock away, to delete it or to end a grant on it.")),
		},
	})
}
