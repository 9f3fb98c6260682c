package cloud

// What an action can hand out, in the words of findings.
const (
	Rights      = "rights"                      // changes who may do what
	Identities  = "identities"                  // gives an identity to something that runs
	Credentials = "credentials"                 // returns keys, a token or a session of an identity
	Work        = "work under another identity" // runs code, commands, builds or templates as somebody else
	Access      = "access"                      // shares with others, or opens to them
)
