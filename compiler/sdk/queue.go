package sdk

import "github.com/alienc/alienc/compiler/ir"

var queue = &Class{
	Name:  "Queue",
	Kind:  ir.KindQueue,
	Doc:   "Passes messages on, at least once and in no particular order. Messages that fail five times go to a dead-letter queue. It has no options.",
	fresh: func() ir.Resource { return &ir.Queue{} },
}
