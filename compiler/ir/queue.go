package ir

// Queue holds messages until one consumer has handled them; what fails five times moves to a dead-letter queue. It has no options.
type Queue struct{ Common }

// Kind says that a Queue is a queue.
func (*Queue) Kind() Kind { return KindQueue }

// Visit calls v.Queue.
func (q *Queue) Visit(v Visitor) { v.Queue(q) }
