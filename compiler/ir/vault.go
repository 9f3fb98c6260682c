package ir

// Vault is a name space for secret values; the values themselves are never part of a stack. It has no options.
type Vault struct{ Common }

// Kind says that a Vault is a vault.
func (*Vault) Kind() Kind { return KindVault }

// Visit calls v.Vault.
func (vault *Vault) Visit(v Visitor) { v.Vault(vault) }
