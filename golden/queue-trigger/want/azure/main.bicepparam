using './main.bicep'

// Image of function worker, by digest.
param functionWorkerImage = 'registry.example.com/consumer/worker@sha256:0000000000000000000000000000000000000000000000000000000000000000'
