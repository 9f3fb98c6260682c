// Package cloud holds the few ideas that all clouds share: their names, text
// with parts that are known only at deployment, and what an emitter measures.
// The facts of one cloud stand in its own package below this one.
package cloud

// Name is a cloud that alienc knows.
type Name string

// The clouds, in the order in which outputs list them.
const (
	AWS   Name = "aws"
	GCP   Name = "gcp"
	Azure Name = "azure"
)

// Names lists every cloud.
var Names = []Name{AWS, GCP, Azure}

// Title gives the name as people write it.
func (n Name) Title() string {
	switch n {
	case AWS:
		return "AWS"
	case GCP:
		return "GCP"
	case Azure:
		return "Azure"
	}
	return string(n)
}

// Budget is something that a cloud limits, as measured on the finished output.
type Budget struct {
	Cloud  Name
	What   string // "resources", "template"
	Unit   string // "bytes", "characters"; empty when What is what is counted
	Used   int    // at the longest values of all parameters
	Limit  int    // of the cloud; source: the cloud's quota pages
	Hard   bool   // whether a deployment above the limit fails; otherwise it only needs another way
	Hint   string // what to do above the limit
	Policy bool   // of an access policy rather than of the template
}

// Part is one resource of a template, for checks that compare what is emitted
// with what setup may create.
type Part struct {
	Type       string   // the cloud's type, "AWS::S3::Bucket"
	Name       string   // the symbol inside the template
	Properties []string // the names of the top-level properties that are set, sorted
}
