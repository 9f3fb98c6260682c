package ir

// Kv holds items by key. It has no options.
type Kv struct{ Common }

// Kind says that a Kv is a kv.
func (*Kv) Kind() Kind { return KindKv }

// Visit calls v.Kv.
func (k *Kv) Visit(v Visitor) { v.Kv(k) }
