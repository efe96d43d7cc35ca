import type { HintRule } from "./hintRule.ts";

const accessDenied = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";

const denied = (policy: string): readonly RegExp[] => [
  new RegExp(
    `(?<![\\w:-])(?<action>(?!arn:)[\\w-]+:[A-Z]\\w+)\\b(?:(?!not authorized).)*explicit deny in an? ${policy}(?:: (?<policy>arn:\\S+?))?[.,;"')]*(?:\\s|$)`,
    "is",
  ),
  new RegExp(`no ${policy} allows the (?<action>[\\w-]+:\\w+) action`, "i"),
  new RegExp(`explicit deny in an? ${policy}`, "i"),
];

/** From what is said most exactly to what is said least. */
export const permissionRules: readonly HintRule[] = [
  {
    code: "service-control-policy",
    when: { reason: denied("service control policy") },
    text: "A service control policy of your organisation forbids {action|an action that CloudFormation needs}{?actionService: of the service {actionService}} in account {accountId}. Nothing inside the account can allow it, no role either.",
    fix: "Ask the organisation's administrator to allow {action|the action in the reason} for the deployment role in account {accountId}, region {region}; they find the policy by {policy|`aws organizations list-policies-for-target --target-id {accountId} --filter SERVICE_CONTROL_POLICY`}. Then run the same command again.",
    source: accessDenied,
  },
  {
    code: "resource-control-policy",
    when: { reason: denied("resource control policy") },
    text: "A resource control policy of your organisation forbids {action|an action that CloudFormation needs} in account {accountId}.",
    fix: "Ask the organisation's administrator to allow {action|the action in the reason} for account {accountId}, then run the same command again.",
    source: accessDenied,
  },
  {
    code: "permissions-boundary",
    when: { reason: denied("permissions boundary") },
    text: "A permissions boundary does not allow {action|an action that CloudFormation needs}: it limits the role whatever the role's own policies say.",
    fix: "Have whoever owns the boundary allow {action|the action in the reason}, or take the boundary off the role: `aws iam delete-role-permissions-boundary --role-name {role|<role>}`",
    source: accessDenied,
  },
  {
    code: "endpoint-policy",
    when: { reason: denied("VPC endpoint policy") },
    text: "The policy of a VPC endpoint does not allow {action|an action that CloudFormation needs}.",
    fix: "Allow {action|the action in the reason} in the endpoint's policy: `aws ec2 describe-vpc-endpoints --region {region}`",
    source: accessDenied,
  },
  {
    code: "session-policy",
    when: { reason: denied("session policy") },
    text: "The session that the operation ran with was narrowed by a policy that does not allow {action|the action in the reason}.",
    fix: "Sign in without that session policy, then run the same command again.",
    source: accessDenied,
  },
  {
    code: "resource-policy",
    when: { reason: denied("resource-based policy") },
    text: "The policy on the resource itself (a bucket, a key, a queue) does not allow {action|the action in the reason}.",
    fix: "Allow {action|the action} for the deployment role in that resource's policy; the reason names the resource.",
    source: accessDenied,
  },
  {
    code: "role-denies",
    when: { reason: denied("identity-based policy").filter(({ source }) => source.includes("explicit")) },
    text: "The role's own policies deny {action|this} on purpose. Panther's deployment role denies deletions, of buckets and user pools for example, from v1.111 on.",
    fix: "Do this one step with a role that may, or with the role's template of the release that is being deployed: panther status says which version stands.",
    source: accessDenied,
  },
  {
    code: "load-balancer-log-bucket",
    when: { reason: [/Access\s+Denied for bucket:\s*(?<name>[\w.*-]+?)\.?\s+Please\s+check S3\s?bucket permission/i] },
    text: "The load balancer may not write its access logs into the bucket {name}.",
    fix: "Give the bucket a policy that lets Elastic Load Balancing of {region} put objects, SSE-S3 instead of a KMS key, and keep it in {region}; or update with EnableS3AccessLogs set to false or AccessLogsBucketName left out.",
    source: "https://github.com/aws/aws-cdk/issues/21947",
  },
  {
    code: "release-bucket",
    when: {
      reason: [
        /S3 error: (?<error>Access Denied|The specified bucket does not exist|The specified key does not exist)/i,
        /permission to GetObject for (?<object>[\w./-]+?)\.? S3 Error Code: (?<error>\w+)/i,
        /S3 Error Code: (?<error>NoSuchKey|NoSuchBucket)/i,
      ],
    },
    text: "What the release consists of can't be read from its bucket{?object: ({object})}: account {accountId} is not approved by Panther for {region}, or what is in the bucket is not complete.",
    fix: "Ask Panther to approve account {accountId} for region {region}. With a bucket of your own (panther:releaseBucket), allow s3:GetObject on all of it to the deployment role and copy the release again.",
    source: "https://github.com/awslabs/sagemaker-explaining-credit-decisions/issues/1",
  },
  {
    code: "service-linked-role-forbidden",
    when: {
      reason: [
        /iam:CreateServiceLinkedRole on resource: arn:\S+\/aws-service-role\/(?<service>[\w.-]+)\//i,
        /does not have permissions? to create a service.linked role/i,
      ],
    },
    text: "This account has never used {service|the service}, so its service-linked role is missing, and the deployment role may not create it.",
    fix: "Create it once, as an administrator: `aws iam create-service-linked-role --aws-service-name {service|<service>.amazonaws.com}`",
    source: "https://github.com/brentley/ecsworkshop/issues/32",
  },
  {
    code: "pass-role",
    when: { reason: [/not authorized to perform: (?<action>iam:PassRole) on resource: (?<resource>arn:[^\s,]+)/i] },
    text: "Whoever runs the operation may not hand the role {resource} on.",
    fix: "Allow iam:PassRole on {resource} to the user named in the reason, then run the same command again.",
    source: accessDenied,
  },
  {
    code: "missing-permission",
    when: {
      reason: [
        /assumed-role\/(?<role>[\w+=,.@-]+)\/.*not authorized to perform: (?<action>[\w-]+:\w+)/i,
        /not authorized to perform: (?<action>[\w-]+:\w+)/i,
        /API: (?<action>[\w-]+:\w+) (?:Access Denied|You are not authorized)/i,
        /HandlerErrorCode: AccessDenied/i,
        /Encoded authorization failure message: (?<encoded>[\w-]+)/i,
        /You are not authorized to perform this operation/i,
      ],
    },
    text: "The role{?role: {role}} may not do {action|what the reason names}. Its template has to be the release's own{?release:, v{release}}{?roleVersion:, and is that of v{roleVersion}}: each release needs permissions that earlier ones did not.",
    fix: "Compare versions (panther status), bring the role to the release's version, which panther upgrade does, and run the same command again. A role that somebody else manages has to be updated there.{?encoded: The encoded message tells more: `aws sts decode-authorization-message --encoded-message {encoded} --region {region}`}",
    source: accessDenied,
  },
  {
    code: "role-not-assumable",
    when: { reason: [/Role (?<resource>arn:\S+?\/(?<role>[\w+=,.@-]+)) is invalid or cannot be assumed/i] },
    text: "CloudFormation can't act as {resource}: the role is gone, or its trust policy does not name cloudformation.amazonaws.com.",
    fix: "Bring the role back under the same name; a stack keeps asking for the role that it was made with. Look: `aws iam get-role --role-name {role|<role>}`",
    source: "https://github.com/aws/aws-cdk/issues/10116",
  },
  {
    code: "role-of-function",
    when: {
      reason: [/The role defined for the (?:function|task) cannot be assumed/i, /Cannot assume role by principal/i],
    },
    text: "A role was not known everywhere yet when it was needed: IAM takes some seconds.",
    fix: "Run the same command again.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html",
  },
  {
    code: "capabilities",
    when: { reason: [/Requires capabilities\s*: \[(?<capabilities>[^\]]+)\]/i] },
    text: "CloudFormation was not told that it may create IAM resources or expand macros: {capabilities}.",
    fix: "Give all three: CAPABILITY_IAM, CAPABILITY_NAMED_IAM, CAPABILITY_AUTO_EXPAND. This tool always does; a stack made by hand needs them too.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html",
  },
  {
    code: "expired-credentials",
    when: {
      reason: [
        /security token included in the request is (?:expired|invalid)/i,
        /\b(?:ExpiredToken|ExpiredTokenException|RequestExpired|InvalidClientTokenId|UnrecognizedClientException)\b/,
      ],
    },
    text: "The credentials that the operation ran with ran out before it ended.",
    fix: "Sign in again (`aws sso login`, say), with a session long enough for an hour, then run the same command again: it goes on from what stands. With a deployment role CloudFormation renews its own.",
    source: "https://github.com/jenseickmeyer/github-commit-status-bot/issues/3",
  },
];
