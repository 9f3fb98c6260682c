package ir

// Stack is everything that one alien.ts declares.
type Stack struct {
	ID             string
	Pos            Pos         // the builder: new alien.Stack("my-app")
	Resources      []Resource  // in the order of Stack.add
	HasPermissions bool        // whether .permissions was called
	Profiles       []*Profile  // in the author's order
	Management     *Management // never nil; mode auto by default
	Platforms      []string    // as listed by .platforms; nil: it was never called
	Places         Places      // "platforms[0]", "permissions.management"
	Unadded        []Resource  // built but never added; for messages, not part of the document
	Notes          []Note

	byID      map[string]Resource
	profiles  map[string]*Profile
	users     map[string][]*Function // by profile
	consumers map[string][]Consumer  // by id of the source
}

// Note is a remark about the stack that changes nothing: a rounded value, an
// exposure, a limit of a cloud.
type Note struct {
	ID      string `json:"id"`
	Message string `json:"message"`
	Pos     Pos    `json:"at"`
}

// Consumer is a function with the trigger by which a queue or a storage calls
// it.
type Consumer struct {
	Function *Function
	Trigger  Trigger
}

// Seal indexes the stack. It is called once, when all fields are set; the
// lookups below need it.
func (s *Stack) Seal() *Stack {
	s.byID = make(map[string]Resource, len(s.Resources))
	s.profiles = make(map[string]*Profile, len(s.Profiles))
	s.users = map[string][]*Function{}
	s.consumers = map[string][]Consumer{}
	for _, p := range s.Profiles {
		if s.profiles[p.Name] == nil {
			s.profiles[p.Name] = p
		}
	}
	for _, r := range s.Resources {
		id := r.Info().ID
		if s.byID[id] == nil {
			s.byID[id] = r
		}
		f, ok := r.(*Function)
		if !ok {
			continue
		}
		s.users[f.Profile] = append(s.users[f.Profile], f)
		for _, t := range f.Triggers {
			if source, ok := TriggerSource(t); ok {
				s.consumers[source.ID] = append(s.consumers[source.ID], Consumer{f, t})
			}
		}
	}
	return s
}

// Resource gives the resource with that id, or nil. When two share an id,
// which a check reports, it is the first.
func (s *Stack) Resource(id string) Resource { return s.byID[id] }

// Profile gives the profile with that name, or nil.
func (s *Stack) Profile(name string) *Profile { return s.profiles[name] }

// Users lists the functions that run as the profile, in stack order.
func (s *Stack) Users(profile string) []*Function { return s.users[profile] }

// Consumers lists the functions that the queue or storage with that id
// triggers, in stack order.
func (s *Stack) Consumers(id string) []Consumer { return s.consumers[id] }

// Functions lists the functions, in stack order.
func (s *Stack) Functions() []*Function {
	var list []*Function
	for _, r := range s.Resources {
		if f, ok := r.(*Function); ok {
			list = append(list, f)
		}
	}
	return list
}
