import type { CheckDescription } from "../description.ts";

const cleaning = 'Panther documentation, "Remove old Panther infrastructure"';
const why =
  "Panther's names are fixed: a resource whose name is taken fails, and a first deploy that fails deletes everything.";
const fix = "Remove it with the command that is shown, where nothing uses it any more.";

/** A kind of thing that an earlier Panther left; what it is compared with comes from the release's own templates. */
function leftover<Who extends "you" | "account administrator">(title: string, call: string, who: Who, more = "") {
  return {
    title: `No leftover ${title}`,
    what: `Names of the release's templates, as its parameters make them, and the names that Panther is known to use, against what is there (${call}). What belongs to the environment's own stacks is left out.${more}`,
    why,
    fix,
    who,
    source: cleaning,
  } as const;
}

export const leftoverChecks = {
  "leftover-stacks": {
    title: "No other Panther's stacks",
    what: "Stacks in the region whose name or tags are Panther's, and that are not the environment's own (cloudformation:DescribeStacks).",
    why: "Only one Panther fits into an account and region: their names are the same.",
    fix: "Delete those stacks, or adopt the Panther that runs (`panther adopt`).",
    who: "account administrator",
    source: cleaning,
  },
  "leftover-roles": leftover(
    "roles",
    "iam:ListRoles",
    "account administrator",
    " Of a role in another region's name none blocks.",
  ),
  "leftover-policies": leftover("policies", "iam:ListPolicies", "account administrator"),
  "leftover-log-groups": leftover(
    "log groups",
    "logs:DescribeLogGroups",
    "you",
    " The most common leftover of all: Lambda makes a log group again after its stack is gone.",
  ),
  "leftover-aliases": leftover("key aliases", "kms:ListAliases", "you"),
  "leftover-project": leftover("CodeBuild projects", "codebuild:BatchGetProjects", "you"),
  "leftover-buckets": leftover(
    "buckets",
    "s3:ListAllMyBuckets, those of the region",
    "account administrator",
    " Panther's buckets stay after their stack is deleted; others than by their names are seen by their tags (leftover-tagged).",
  ),
  "leftover-tables": leftover("tables", "dynamodb:ListTables", "account administrator"),
  "leftover-topics": leftover("topics", "sns:ListTopics", "account administrator"),
  "leftover-queues": leftover("queues", "sqs:ListQueues", "account administrator"),
  "leftover-tagged": leftover(
    "tagged resources",
    "tag:GetResources for functions, clusters and repositories, and for buckets, tables, topics and queues of other names; one that never had a tag is not seen",
    "account administrator",
  ),
  "leftover-detector": {
    title: "No GuardDuty detector in the way",
    what: "Whether GuardDuty is on in the region already (guardduty:ListDetectors) where the release would make a detector.",
    why: "An account has one detector a region: the second one fails.",
    fix: "Set EnableGuardDuty to false, or remove the detector where nothing uses it any more.",
    who: "you",
    source: 'Amazon GuardDuty API Reference, "CreateDetector"',
  },
  "leftover-secrets": {
    title: "No name held by a deleted secret",
    what: "Secrets with Panther's names that are scheduled for deletion (secretsmanager:ListSecrets with planned deletions).",
    why: "Until the day comes a deleted secret keeps its name, and one of that name can't be made.",
    fix: "Restore it, or delete it at once.",
    who: "account administrator",
    source: 'AWS Secrets Manager API Reference, "DeleteSecret"',
  },
} as const satisfies Readonly<Record<string, CheckDescription>>;
