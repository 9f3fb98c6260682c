package iam

import "github.com/alienc/alienc/iam/sets"

// ImagePull lists the actions by which Lambda reads a function's image, for
// the policy of a repository that the customer makes outside the stack.
func ImagePull() []string { return sets.Derived("artifact-registry/image-pull").AWS[0].Allow }
