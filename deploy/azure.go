package deploy

// Azure is what the part of the page about Azure is made of.
type Azure struct{}

func azureMarkdown(p page, _ Azure) []byte { return nil }
