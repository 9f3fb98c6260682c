package cloud

import "testing"

func TestConcat(t *testing.T) {
	name := Concat(Var("P"), "-", "data")
	longer := Concat(name, "-", Var("A"))
	other := Concat(name, "/", "*") // must not write into what longer shares
	for _, c := range []struct {
		text     Text
		segments int
		want     string
	}{
		{Concat(), 0, ""},
		{Lit(""), 0, ""},
		{Concat("", "a", "", "b"), 1, "ab"},
		{name, 2, "${P}-data"},
		{longer, 3, "${P}-data-${A}"},
		{other, 2, "${P}-data/*"},
		{Concat(Lit("${P}"), Var("P")), 2, "${P}${P}"},
	} {
		if got := c.text.String(); got != c.want || len(c.text) != c.segments {
			t.Errorf("%q in %d segments, want %q in %d", got, len(c.text), c.want, c.segments)
		}
	}
}

func TestOnlyVariablesAreResolved(t *testing.T) {
	text := Concat("${P}/", Var("P"))
	if got := text.Resolve(func(v Var) string { return "<" + string(v) + ">" }); got != "${P}/<P>" {
		t.Errorf("got %s", got)
	}
}
