package catalogue

import "testing"

// BenchmarkRead is what the first use costs.
func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		read(roles, operations)
	}
}

func TestBrokenListsAreNoticed(t *testing.T) {
	for name, lists := range map[string][2]string{
		"an action before any role": {"action\tA/b/read\n", ""},
		"a line without a tab":      {"role\t1\tX\nA/b/read\n", ""},
		"an unknown word":           {"role\t1\tX\nmaybe\tA/b/read\n", ""},
		"no plane":                  {"", "A/b read\n"},
		"no verb":                   {"", "data A/b\n"},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: read without complaint", name)
				}
			}()
			read(lists[0], lists[1])
		}()
	}
}
