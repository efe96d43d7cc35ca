import type { CheckDescription } from "../description.ts";

const sessions = 'AWS STS API Reference, "GetSessionToken"; AWS IAM User Guide, "Compare AWS STS credentials"';
const practices = 'AWS IAM User Guide, "Security best practices in IAM"';

export const identityChecks = {
  account: {
    title: "Account, partition and region",
    what: "The credentials are for `panther:expectedAccountId`, and for the partition of `panther:region` (sts:GetCallerIdentity in that region).",
    why: "Anything else would be made in an account that nobody meant, or not at all.",
    fix: "Use credentials of that account (`AWS_PROFILE`), and enable the region in the account where it is an opt-in one.",
    who: "you",
    source: 'AWS STS API Reference, "GetCallerIdentity"',
  },
  "root-user": {
    title: "Not the root user",
    what: "The caller's ARN is not the account's root user's.",
    why: "Root can't be limited and can't be simulated, and a role that it makes can't be traced to a person.",
    fix: "Use a role, or an IAM user that assumes one.",
    who: "you",
    source: practices,
  },
  "session-lifetime": {
    title: "Session lasts long enough",
    what: "How long temporary credentials are still valid, by their own expiration, against how long the run is expected to take: by earlier runs' journals, else 45 minutes a hop.",
    why: "When a session ends in a run, CloudFormation goes on and the run stops; it has to be started again.",
    fix: "Log in anew, or ask for a longer session: a role's MaxSessionDuration allows up to 12 hours, a chained role never more than one.",
    who: "you",
    source: 'AWS IAM User Guide, "Methods to assume a role"',
  },
  mfa: {
    title: "Session may call IAM",
    what: "A session of an IAM user is tried with a read of IAM (iam:GetAccountSummary): one that was got without MFA, and a federated user's, can't call IAM at all.",
    why: "The role's stack fails with InvalidClientTokenId, and nothing in that message speaks of MFA.",
    fix: "Get the session with MFA (`aws sts get-session-token --serial-number … --token-code …`), or assume a role.",
    who: "you",
    source: sessions,
  },
  "access-keys": {
    title: "No long-lived access key",
    what: "Whether the caller uses an IAM user's long-lived key, how old it is (iam:ListAccessKeys), and whether it lies in a credentials file in plain text.",
    why: "Whoever has that key can make roles with any permission in the account.",
    fix: "Use IAM Identity Center, or a role; rotate a key that is older than 90 days.",
    who: "you",
    source: `${practices}; CIS AWS Foundations Benchmark, access keys rotated every 90 days`,
  },
} as const satisfies Readonly<Record<string, CheckDescription>>;
