using './main.bicep'

// Image of function reader, by digest.
param functionReaderImage = 'registry.example.com/shared/reader@sha256:0000000000000000000000000000000000000000000000000000000000000000'

// Image of function writer, by digest.
param functionWriterImage = 'registry.example.com/shared/writer@sha256:0000000000000000000000000000000000000000000000000000000000000000'
