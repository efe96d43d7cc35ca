import type { CheckDescription } from "../description.ts";

const approval = 'Panther documentation, "Have Panther approve your account"';

export const approvalChecks = {
  "approved-release": {
    title: "Release may be read",
    what: "The root template of the release wanted, and all that it nests, can be read with the caller's credentials (s3:GetObject). In China: from the environment's own bucket.",
    why: "Panther's buckets are open to approved accounts and regions alone: CloudFormation says S3 error: Access Denied.",
    fix: "Give Panther the account ID and the region, and ask for approval.",
    who: "Panther",
    source: approval,
  },
  "approved-role-template": {
    title: "Role's template may be read",
    what: "The deployment role's template for that release can be read, from the bucket that it is deployed from.",
    why: "The role comes first in every deploy and upgrade.",
    fix: "Check that a template of that minor is published, and that the caller may read it.",
    who: "Panther",
    source: 'Panther documentation, "Check IAM Permissions"',
  },
  "role-reads-release": {
    title: "Role may read the release",
    what: "The deployment role is simulated for s3:GetObject on every object that the release's templates name: nested templates, code, layers, schemas (iam:SimulatePrincipalPolicy; where the role is made or updated first, its template's policies within the boundary of the role that stands, by iam:SimulateCustomPolicy). Policies of the buckets are not part of a simulation.",
    why: "CloudFormation fetches them with the role, many minutes into the update.",
    fix: "Deploy the role's template of the same minor, or allow s3:GetObject on the buckets that are named.",
    who: "account administrator",
    source: 'AWS IAM User Guide, "Testing IAM policies with the IAM policy simulator"',
  },
} as const satisfies Readonly<Record<string, CheckDescription>>;
