package catalogue

import "testing"

// BenchmarkFirstUse is what a build with a custom permission set pays: the
// table of contents and one service. The target is 3 ms.
func BenchmarkFirstUse(b *testing.B) {
	for b.Loop() {
		c := index(data)
		for _, name := range []string{"s3:GetObject", "s3:GetObjectTagging", "dynamodb:GetItem", "ec2:DescribeRegions", "bedrock:InvokeModel"} {
			if _, ok := c.Action(name); !ok {
				b.Fatal(name)
			}
		}
	}
}

func TestBrokenDataIsNoticed(t *testing.T) {
	for name, file := range map[string][]byte{
		"cut in a member": data[:len(data)-1],
		"cut in a header": data[:10],
		"not ours":        []byte("something quite different"),
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: read without complaint", name)
				}
			}()
			index(file)
		}()
	}
}
