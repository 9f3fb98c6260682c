package syntax

import (
	"strings"
	"testing"
)

// body prints one property, without what stands around it.
func body(v Value) string {
	p := &printer{}
	p.field(0, F("P", v))
	return string(p.out)
}

func TestValues(t *testing.T) {
	long := strings.Repeat("x", 60)
	tests := []struct {
		name string
		in   Value
		want string
	}{
		{"text", Str("my-agent"), `P: "my-agent"`},
		{"text that looks like a word", Str("yes"), `P: "yes"`},
		{"text with a variable's form", Str("a ${NamePrefix}"), `P: "a ${NamePrefix}"`},
		{"text with escapes", Str("a\"b\n\x00\u202e é 😀'"), `P: "a\"b\n\x00\u202E \xE9 \U0001F600'"`},
		{"broken UTF-8", Str("a\xffb"), `P: "a\uFFFDb"`},
		{"JSON", Str(`{"a":"b"}`), `P: '{"a":"b"}'`},
		{"JSON with an apostrophe", Str(`{"a":"'"}`), `P: "{\"a\":\"'\"}"`},
		{"empty text", Str(""), `P: ""`},
		{"word", Word("AWS::S3::Bucket"), `P: AWS::S3::Bucket`},
		{"word with a star", Word("s3:ObjectCreated:*"), `P: s3:ObjectCreated:*`},
		{"word read as a boolean", Word("OFF"), `P: "OFF"`},
		{"word read as null", Word("Null"), `P: "Null"`},
		{"word read as a number", Word("10"), `P: "10"`},
		{"word read as a date", Word("2012-10-17"), `P: "2012-10-17"`},
		{"word read as an alias", Word("*"), `P: "*"`},
		{"word read as a merge key", Word("<<"), `P: "<<"`},
		{"word with a blank", Word("a b"), `P: "a b"`},
		{"number", Int(-3), `P: -3`},
		{"boolean", Bool(true), `P: true`},
		{"reference", Ref("NamePrefix"), `P: !Ref NamePrefix`},
		{"pseudo parameter", Ref("AWS::AccountId"), `P: !Ref AWS::AccountId`},
		{"attribute", GetAtt{"Fn", "Arn"}, `P: !GetAtt Fn.Arn`},
		{"text with variables", Sub{{Lit: "a-"}, {Var: "NamePrefix"}}, `P: !Sub "a-${NamePrefix}"`},
		{"one variable", Sub{{Var: "NamePrefix"}}, `P: !Ref NamePrefix`},
		{"no variable", Sub{{Lit: "a ${"}, {Lit: "b}"}}, `P: "a ${b}"`},
		{"nothing", Sub{}, `P: ""`},
		{"literal variable beside a real one", Sub{{Lit: "${aws:username}/"}, {Var: "X"}}, `P: !Sub "${!aws:username}/${X}"`},
		{"variable built from two literals", Sub{{Lit: "$"}, {Lit: "{a}"}, {Var: "X"}}, `P: !Sub "${!a}${X}"`},
		{"open variable", Sub{{Lit: "${a "}, {Var: "X"}, {Lit: "}"}}, `P: !Join ["", ["${a ", !Ref X, "}"]]`},
		{"nested variable", Sub{{Lit: "${a ${b}"}, {Var: "X"}}, `P: !Join ["", ["${a ${b}", !Ref X]]`},
		{"dollar before a variable", Sub{{Lit: "$"}, {Var: "X"}}, `P: !Join ["", ["$", !Ref X]]`},
		{"JSON with variables", Sub{{Lit: `{"n":"`}, {Var: "X"}, {Lit: `"}`}}, `P: !Sub '{"n":"${X}"}'`},
		{"short list", List{Str("a"), Word("b:c"), Ref("AWS::NoValue"), Int(1)}, `P: ["a", "b:c", !Ref "AWS::NoValue", 1]`},
		{"empty list", List{}, `P: []`},
		{"empty lines", Lines{}, `P: []`},
		{"empty object", Object{}, `P: {}`},
		{"long list", List{Str(long), Str(long)}, "P:\n  - \"" + long + "\"\n  - \"" + long + `"`},
		{"lines", Lines{Str("a")}, "P:\n  - \"a\""},
		{"object", Object{F("A", Int(1)), F("Null", Object{F("x", Str("y"))})}, "P:\n  A: 1\n  \"Null\":\n    x: \"y\""},
		{"inline object", Inline{F("Key", Str("k")), F("aws:x", Str("v"))}, `P: { Key: "k", "aws:x": "v" }`},
		{"long inline object", Inline{F("A", Str(long)), F("B", Str(long))}, "P:\n  A: \"" + long + "\"\n  B: \"" + long + `"`},
		{"objects in a list", Lines{Object{F("A", Int(1)), F("B", Lines{Int(2)})}, Inline{F("C", Int(3))}}, "P:\n  - A: 1\n    B:\n      - 2\n  - { C: 3 }"},
		{"list in a list", Lines{Lines{Int(1)}}, "P:\n  -\n    - 1"},
		{"choice", If{"HasBoundary", Ref("B"), NoValue}, `P: !If [HasBoundary, !Ref B, !Ref "AWS::NoValue"]`},
		{"choice of objects", If{"C", Object{F("A", Int(1))}, NoValue}, "P: !If\n  - C\n  - A: 1\n  - !Ref AWS::NoValue"},
		{"comparison", Not{Equals{Ref("B"), Str("")}}, `P: !Not [!Equals [!Ref B, ""]]`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := body(test.in); got != test.want+"\n" {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

func TestTemplate(t *testing.T) {
	template := Template{
		Head:        []string{"one\n two\u202e"},
		Description: "a",
		Parameters:  Object{F("NamePrefix", Object{F("Type", Word("String"))})},
		Resources: []Resource{{
			Section: "Storage: data\nResources: {}", Purpose: "the bucket", Name: "StorageData", Type: "AWS::S3::Bucket",
			Metadata:       Object{F("Alien", Inline{F("id", Str("data"))})},
			DeletionPolicy: "RetainExceptOnCreate", UpdateReplacePolicy: "Retain", Condition: "C", DependsOn: []string{"A"},
			Properties: Object{F("BucketName", Str("b"))},
		}, {Name: "A", Type: "T"}},
	}
	want := `# one? two?
AWSTemplateFormatVersion: "2010-09-09"
Description: "a"
Parameters:
  NamePrefix:
    Type: String
Resources:

  # ---------- Storage: data?Resources: {} ----------
  # the bucket
  StorageData:
    Type: AWS::S3::Bucket
    Metadata:
      Alien: { id: "data" }
    DeletionPolicy: RetainExceptOnCreate
    UpdateReplacePolicy: Retain
    Condition: C
    DependsOn: [A]
    Properties:
      BucketName: "b"
  A:
    Type: T
`
	if got := string(template.YAML()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
