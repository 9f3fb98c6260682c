// A permission set of our own: reading the tags of reports, and never deleting
// an audit record. "bound" is where it holds under a resource's name.
export const taggedReports = {
  id: "acme/tagged-reports",
  description: "Read the tags of reports; keep every audit record.",
  platforms: {
    aws: [
      {
        label: "read-tags",
        description: "Tags tell which report is final.",
        grant: { actions: ["s3:GetObjectTagging", "s3:GetObjectVersionTag*"] },
        binding: {
          resource: {
            resources: ["arn:aws:s3:::${resourceName}/reports/*"],
            condition: { StringEquals: { "s3:authType": ["REST-HEADER", "REST-QUERY-STRING"] } },
          },
        },
      },
      {
        effect: "Deny" as const,
        label: "keep-audit",
        description: "Audit records stay, whatever else the profile may delete.",
        grant: { actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"] },
        binding: { resource: { resources: ["arn:aws:s3:::${resourceName}/audit/*"] } },
      },
    ],
  },
}

// Under "*" a set has the scope that its author writes.
export const busEvents = {
  id: "acme/bus-events",
  description: "Tell the account's event bus what happened.",
  platforms: {
    aws: [
      {
        grant: { actions: ["events:PutEvents"] },
        binding: {
          stack: {
            resources: ["arn:aws:events:${awsRegion}:${awsAccountId}:event-bus/default"],
            condition: { StringEquals: { "events:source": "${stackPrefix}" } },
          },
        },
      },
    ],
  },
}
