package access

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/iam"
)

// section gives the lines of a page below a heading, without the empty ones.
func section(page []byte, heading string) []string {
	_, rest, _ := strings.Cut(string(page), "\n## "+heading+"\n")
	body, _, _ := strings.Cut(rest, "\n## ")
	return slices.DeleteFunc(strings.Split(body, "\n"), func(l string) bool { return l == "" })
}

func TestSectionsComeInOrder(t *testing.T) {
	var got []string
	for _, l := range strings.Split(string(Markdown(small("x"))), "\n") {
		if title, ok := strings.CutPrefix(l, "## "); ok {
			got = append(got, title)
		}
	}
	want := []string{
		"Guarantees", "Who can act", "Reach", "Who may do what, in numbers", "Exposure", "What disappears after setup", "Statements with a wildcard, and why",
		"Accepted by the author", "Rounded values and notes", "How to switch management off", "What no policy can say", "Every grant after setup",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestSections(t *testing.T) {
	page := Markdown(small("x|y"))
	for heading, want := range map[string][]string{
		"Guarantees": {
			"- [holds] G1 Management cannot read data. (0 of 2 grants read x\\|y)",
			"- NOT GUARANTEED: Management cannot delete x\\|y. (G4; 1 of 2 grants deletes)",
			"  - Cause: x\\|y `alien.ts:30:4`",
			"  - Cause: x\\|y",
		},
		"Reach": {
			"| Resource | Management itself | Through live function | Together |",
			"|---|---|---|---|",
			"| `storage:data` (frozen) |  | `worker`: read objects | read objects |",
			"| `function:worker` (live) | replace code, settings |  | replace code, settings |",
			"| beyond the resources of this stack |  | `worker`: call (`acme/x{U+007C}y`, written by the author) | call (`acme/x{U+007C}y`, written by the author) |",
			"To keep the vendor away from a resource, do not link it from a live function.",
		},
		"Who may do what, in numbers": {
			"| Identity | Resource | list | read | write | tag | permissions | touches |",
			"|---|---|---|---|---|---|---|---|",
			"| `management` | `function:worker` (live) | - | - | 2 | - | - | code |",
			"| `profile:run` | `storage:data` (frozen) | - | 1 | - | - | - | reads data |",
		},
		"Exposure": {"Nothing is public."},
		"What disappears after setup": {
			"| Kind | Actions of setup | of them changing | held by nobody afterwards |",
			"|---|---|---|---|",
			"| storage | 3 | 1 | 2 |",
			"| stack | 1 | 1 | 1 |",
		},
		"Statements with a wildcard, and why": {
			"| Held by | Statement | Actions | On | Only if | Why |",
			"|---|---|---|---|---|---|",
			"| `management` | `FunctionUpdate` | write code: `lambda:UpdateFunctionCode`; write: `lambda:UpdateFunctionConfiguration` | `arn:${partition}:lambda:${region}:${account}:function:${NamePrefix}-worker` |  | No name; no star. |",
		},
		"Accepted by the author": {
			"| Check | About | The author's reason | At |",
			"|---|---|---|---|",
			"| `management-writes-data` | `management/x{U+007C}y` | `x{U+007C}y` | `alienc.yaml:3:5` |",
			"| Set written by the author | Held by | Actions | On | Only if | The author's words | At |",
			"|---|---|---|---|---|---|---|",
			"| `acme/x{U+007C}y` | `profile:run` | **denied** write data: `s3:DeleteObject`, `new:x{U+007C}y` (in no catalogue) | `arn:${partition}:s3:::$${aws:x}x{U+007C}y$$${NamePrefix}` (scope chosen by the author) | `aws:x{U+007C}y` `StringLike` `x{U+007C}y` or `${account}` | `x{U+007C}y` | `x{U+007C}y:7:4` |",
			"| Right of management that the author asks for | Actions | On | Only if | At |",
			"|---|---|---|---|---|",
			"| `function/management` | write code: `lambda:UpdateFunctionCode`; write: `lambda:UpdateFunctionConfiguration` | `arn:${partition}:lambda:${region}:${account}:function:${NamePrefix}-worker` |  | `alien.ts:6:4` |",
		},
		"Rounded values and notes": {
			"| Note | Check | At |",
			"|---|---|---|",
			"| memoryMb of x\\|y | `memory-rounded` | `alien.ts:9:2` |",
		},
		"Every grant after setup": {
			"### `management`",
			"| Resource | Purpose | Actions | On | Only if | Sid | Asked for at |",
			"|---|---|---|---|---|---|---|",
			"| `function:worker` (live) | `function/management`: Replace its code. Asked for by the author. Can damage: It may lose messages. | write code: `lambda:UpdateFunctionCode`; write: `lambda:UpdateFunctionConfiguration` | `arn:${partition}:lambda:${region}:${account}:function:${NamePrefix}-worker` |  | `FunctionUpdate` | `alien.ts:6:4` |",
			"### `profile:run`",
			"| Resource | Purpose | Actions | On | Only if | Sid | Asked for at |",
			"|---|---|---|---|---|---|---|",
			"| scope chosen by the author | written by the author, `acme/x{U+007C}y`: `x{U+007C}y` | **denied** write data: `s3:DeleteObject`, `new:x{U+007C}y` (in no catalogue) | `arn:${partition}:s3:::$${aws:x}x{U+007C}y$$${NamePrefix}` (scope chosen by the author) | `aws:x{U+007C}y` `StringLike` `x{U+007C}y` or `${account}` | `Custom` | `x{U+007C}y:7:4` |",
			"| `storage:data` (frozen) | `storage/data-read`: Read objects. | read data: `s3:GetObject` | `arn:${partition}:s3:::${NamePrefix}-data-${account}-${region}/*` |  | `StorageDataReadObjects` | `alien.ts:5:4` |",
		},
	} {
		got := slices.DeleteFunc(section(page, heading), func(l string) bool {
			// Sentences that stand on every page.
			return strings.HasPrefix(l, "Each line was") || strings.HasPrefix(l, "A live function runs") || strings.HasPrefix(l, "Numbers count") ||
				strings.HasPrefix(l, "Detach the setup") || strings.HasPrefix(l, "Every other statement") || strings.HasPrefix(l, "One row is")
		})
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", heading, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestHeader(t *testing.T) {
	page := string(Markdown(small("x")))
	for _, want := range []string{
		"# Access of `shop`\n", "\n| alienc | `1.2.3` |\n", "\n| Actions of AWS | catalogue `0.9` |\n", "\n| Inputs | SHA-256 `ab12` |\n", "\n| Clouds | AWS |\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
}

// The page that explains ACCESS.md names its sections, all and in order.
func TestReviewersPageNamesEverySection(t *testing.T) {
	data, err := os.ReadFile("../docs/reviewers/reading-access.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "\n| Section | What it answers |\n|---|---|\n")
	rows, _, _ := strings.Cut(rest, "\n\n")
	var got, want []string
	for _, row := range strings.Split(rows, "\n") {
		got = append(got, strings.TrimSpace(strings.Split(row, "|")[1]))
	}
	for _, l := range strings.Split(string(Markdown(small("x"))), "\n") {
		if title, ok := strings.CutPrefix(l, "## "); ok {
			want = append(want, title)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestPagesAreTheSameTwice(t *testing.T) {
	for name, in := range stacks(t) {
		again := in
		again.Plan = iam.Derive(in.Stack, in.Targets)
		if !bytes.Equal(Markdown(in), Markdown(again)) {
			t.Errorf("%s differs from one time to the next", name)
		}
	}
}

func BenchmarkDocuments(b *testing.B) {
	for _, entry := range []string{"../examples/agent/alien.ts", "../examples/kitchen-sink/alien.ts"} {
		in := compiled(b, entry)
		b.Run(in.Stack.ID+"/json", func(b *testing.B) {
			for b.Loop() {
				JSON(in)
			}
		})
		b.Run(in.Stack.ID+"/markdown", func(b *testing.B) {
			for b.Loop() {
				Markdown(in)
			}
		})
	}
}
