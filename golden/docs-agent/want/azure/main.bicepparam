using './main.bicep'

// Image of function agent, by digest.
param functionAgentImage = 'registry.example.com/my-agent/agent@sha256:0000000000000000000000000000000000000000000000000000000000000000'
