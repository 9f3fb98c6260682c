package syntax

// Func is a function of Bicep that alienc uses. The list is closed.
type Func uint8

// The functions that files of resources use, and ReadEnvironmentVariable, which
// exists in files of parameters only.
const (
	Concat Func = iota
	Empty
	GUID
	Join
	JSON
	ReadEnvironmentVariable
	ResourceGroup
	String
	Subscription
	SubscriptionResourceID
	Union
	UniqueString
)

var funcNames = [...]string{
	Concat:                  "concat",
	Empty:                   "empty",
	GUID:                    "guid",
	Join:                    "join",
	JSON:                    "json",
	ReadEnvironmentVariable: "readEnvironmentVariable",
	ResourceGroup:           "resourceGroup",
	String:                  "string",
	Subscription:            "subscription",
	SubscriptionResourceID:  "subscriptionResourceId",
	Union:                   "union",
	UniqueString:            "uniqueString",
}

// Type is the type of a parameter or output.
type Type uint8

// The types that alienc declares.
const (
	TypeString Type = iota
	TypeInt
	TypeBool
	TypeArray
	TypeObject
)

var typeNames = [...]string{
	TypeString: "string",
	TypeInt:    "int",
	TypeBool:   "bool",
	TypeArray:  "array",
	TypeObject: "object",
}
