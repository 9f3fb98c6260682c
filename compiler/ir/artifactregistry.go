package ir

// ArtifactRegistry holds container images.
type ArtifactRegistry struct {
	Common
	ReplicationRegions []string `json:"replicationRegions,omitempty"` // as written by the author
}

// Kind says that an ArtifactRegistry is an artifact-registry.
func (*ArtifactRegistry) Kind() Kind { return KindArtifactRegistry }

// Visit calls v.ArtifactRegistry.
func (a *ArtifactRegistry) Visit(v Visitor) { v.ArtifactRegistry(a) }
