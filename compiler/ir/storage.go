package ir

// Storage holds objects.
type Storage struct {
	Common
	PublicRead     bool            `json:"publicRead"`     // anyone may read objects; nobody may list or write them
	Versioning     bool            `json:"versioning"`     // older versions of an object are kept
	LifecycleRules []LifecycleRule `json:"lifecycleRules"` // in the author's order
}

// LifecycleRule expires objects by age.
type LifecycleRule struct {
	Days   int    `json:"days"`             // age in days, from 1
	Prefix string `json:"prefix,omitempty"` // only objects whose key starts with it; empty: all
}

// Kind says that a Storage is a storage.
func (*Storage) Kind() Kind { return KindStorage }

// Visit calls v.Storage.
func (s *Storage) Visit(v Visitor) { v.Storage(s) }
