using './main.bicep'

// Image of function api, by digest.
param functionApiImage = 'registry.example.com/my-api/api@sha256:0000000000000000000000000000000000000000000000000000000000000000'
