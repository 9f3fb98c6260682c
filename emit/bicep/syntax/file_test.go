package syntax

import (
	"strings"
	"testing"
)

// small is a file that uses everything a file can hold.
var small = &File{
	Name:        "my-agent",
	Description: "Resources of the stack \"my-agent\".\nLine two, $5.",
	Params: []Param{
		{Section: "parameters", Description: "Region of it's resources.", Name: "location", Default: Dot(ResourceGroup.Of(), "location")},
		{Description: "Image.", MinLength: 1, MaxLength: 200, Name: "image"},
		{Description: "Key.", Secure: true, MinLength: 1, Name: "key"},
		{Description: "Days.", MinValue: new(0), MaxValue: new(365), Name: "days", Type: TypeInt, Default: Int(30)},
		{Remarks: []string{"Fixed at creation."}, Allowed: []Value{Str("A"), Str("B")}, Name: "level", Default: Str("A")},
		{Name: "deployFunctions", Type: TypeBool, Default: Bool(true)},
		{Name: "tags", Type: TypeObject, Default: Object{}},
	},
	Vars: []Var{
		{Section: "variables", Name: "unique", Value: UniqueString.Of(Dot(ResourceGroup.Of(), "id"), Str("my-agent"))},
		{Name: "stackTags", Value: Union.Of(Symbol("tags"), Inline{F("alien-stack", Str("my-agent")), F("managed-by", Str("alienc"))})},
		{Remarks: []string{"Public images need none.", "", "名 \u202e\n"}, Name: "registries", Value: Concat.Of(
			Lines{Object{F("server", Symbol("image")), F("identity", Dot(Symbol("profile"), "id"))}},
			If{Empty.Of(Symbol("image")), Lines{}, Lines{Ordered{F("server", Symbol("image")), F("identity", Null{})}}},
		)},
	},
	Resources: []Resource{
		{
			Section: "storage \"data\"", Symbol: "data", Type: "Microsoft.Storage/storageAccounts@2025-06-01",
			Name: Text{{Lit: "stdata"}, {Var: Symbol("unique")}}, Location: Symbol("location"), Kind: "StorageV2",
			SKU: Object{F("name", Str("Standard_ZRS"))}, Tags: Union.Of(Symbol("stackTags"), Inline{F("alien-lifecycle", Str("frozen")), F("alien-resource", Str("data"))}),
			Properties: Object{F("minimumTlsVersion", Str("TLS1_2")), F("allowSharedKeyAccess", Bool(false)), F("networkAcls", Object{F("bypass", Str("None"))})},
		},
		{Symbol: "dataBlobs", Type: "Microsoft.Storage/storageAccounts/blobServices@2025-06-01", Parent: "data", Name: Str("default")},
		{Symbol: "profile", Type: "Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30", Existing: true, Name: Str("id-my-agent")},
		{
			Section: "runtime permissions", Remarks: []string{"One resource."}, Description: "Profile \"p\": storage/data-read on \"data\".",
			Symbol: "grant", Type: "Microsoft.Authorization/roleAssignments@2022-04-01", Scope: "data",
			Name:       GUID.Of(Dot(Symbol("data"), "id"), Dot(Symbol("profile"), "id"), Str("role")),
			Properties: Object{F("principalType", Str("ServicePrincipal")), F("principalId", Dot(Symbol("profile"), "properties", "principalId"))},
		},
		{
			Symbol: "app", Type: "Microsoft.App/containerApps@2025-07-01", Condition: Not{Empty.Of(Symbol("image"))},
			Name: Str("ca-app"), Location: Symbol("location"), DependsOn: []Symbol{"grant", "dataBlobs"}, Tags: Symbol("stackTags"),
			Identity: Object{F("type", Str("UserAssigned")), F("userAssignedIdentities", Object{K(Dot(Symbol("profile"), "id"), Object{})})},
			Properties: Object{F("template", Object{F("containers", Lines{Object{
				F("image", Symbol("image")), F("env", Lines{Object{
					F("name", Str("BINDING")), F("value", String.Of(Ordered{F("service", Str("blob")), F("accountName", Dot(Symbol("data"), "name"))})),
				}}), F("cpu", JSON.Of(Str("0.5"))),
			}})})},
		},
	},
	Outputs: []Output{
		{Section: "outputs", Description: "Blob endpoint.", Name: "dataEndpoint", Value: Dot(Symbol("data"), "properties", "primaryEndpoints", "blob")},
		{Name: "ids", Type: TypeArray, Value: Lines{Dot(Symbol("data"), "id")}},
	},
}

const smallText = `targetScope = 'resourceGroup'

metadata name = 'my-agent'
metadata description = 'Resources of the stack "my-agent".\nLine two, \$5.'

// ----------------------------------------------------------------- parameters

@description('Region of it\'s resources.')
param location string = resourceGroup().location

@description('Image.')
@minLength(1)
@maxLength(200)
param image string

@description('Key.')
@secure()
@minLength(1)
param key string

@description('Days.')
@minValue(0)
@maxValue(365)
param days int = 30

// Fixed at creation.
@allowed([
  'A'
  'B'
])
param level string = 'A'

param deployFunctions bool = true

param tags object = {}

// ------------------------------------------------------------------ variables

var unique = uniqueString(resourceGroup().id, 'my-agent')
var stackTags = union(tags, { 'alien-stack': 'my-agent', 'managed-by': 'alienc' })

// Public images need none.
//
// ? ??
var registries = concat(
  [
    {
      identity: profile.id
      server: image
    }
  ],
  empty(image)
    ? []
    : [
        {
          server: image
          identity: null
        }
      ]
)

// ------------------------------------------------------------- storage "data"

resource data 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'stdata${unique}'
  location: location
  sku: {
    name: 'Standard_ZRS'
  }
  kind: 'StorageV2'
  tags: union(stackTags, { 'alien-lifecycle': 'frozen', 'alien-resource': 'data' })
  properties: {
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    networkAcls: {
      bypass: 'None'
    }
  }
}

resource dataBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: data
  name: 'default'
}

resource profile 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: 'id-my-agent'
}

// -------------------------------------------------------- runtime permissions

// One resource.
@description('Profile "p": storage/data-read on "data".')
resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: data
  name: guid(data.id, profile.id, 'role')
  properties: {
    principalId: profile.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource app 'Microsoft.App/containerApps@2025-07-01' = if (!empty(image)) {
  name: 'ca-app'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${profile.id}': {}
    }
  }
  dependsOn: [
    grant
    dataBlobs
  ]
  tags: stackTags
  properties: {
    template: {
      containers: [
        {
          cpu: json('0.5')
          env: [
            {
              name: 'BINDING'
              value: string({
                service: 'blob'
                accountName: data.name
              })
            }
          ]
          image: image
        }
      ]
    }
  }
}

// -------------------------------------------------------------------- outputs

@description('Blob endpoint.')
output dataEndpoint string = data.properties.primaryEndpoints.blob

output ids array = [
  data.id
]
`

func TestFile(t *testing.T) {
	if got := string(small.Bicep()); got != smallText {
		t.Errorf("got\n%s\nwant\n%s", got, smallText)
	}
}

func TestEmptyFile(t *testing.T) {
	if got, want := string((&File{}).Bicep()), "targetScope = 'resourceGroup'\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A title that is too long for its line keeps three dashes, and no title can
// leave its comment.
func TestHeading(t *testing.T) {
	long := strings.Repeat("x", 80)
	f := &File{Outputs: []Output{{Section: long + "\u2028\n} é", Name: "a", Value: Int(1)}}}
	want := "targetScope = 'resourceGroup'\n\n// --- " + long + "??} ?\n\noutput a string = 1\n"
	if got := string(f.Bicep()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestParams(t *testing.T) {
	f := &Params{Using: "./main.bicep", Values: []ParamValue{
		{Remarks: []string{"Image of function \"api\"."}, Name: "image", Value: Str("registry.example.com/api")},
		{Name: "key", Value: ReadEnvironmentVariable.Of(Str("KEY"))},
	}}
	want := `using './main.bicep'

// Image of function "api".
param image = 'registry.example.com/api'

param key = readEnvironmentVariable('KEY')
`
	if got := string(f.Bicep()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Printing leaves the tree as it is: the same values are printed for several
// files.
func TestPrintingTwice(t *testing.T) {
	first, second := string(small.Bicep()), string(small.Bicep())
	if first != second {
		t.Errorf("first\n%s\nthen\n%s", first, second)
	}
	if name := small.Resources[0].Properties.(Object)[0].Name; name != "minimumTlsVersion" {
		t.Errorf("the fields were reordered: %s is first", name)
	}
}

func BenchmarkFile(b *testing.B) {
	f := *small
	f.Resources = nil
	for range 600 {
		f.Resources = append(f.Resources, small.Resources...)
	}
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(int64(len(f.Bicep())))
	}
}
