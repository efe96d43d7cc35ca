/** What Panther's documentation calls out where it speaks of service control policies. */
export interface DocumentedGroup {
  readonly name: string;
  /** Whether an action is of it: `ec2:CreateVpc`. */
  readonly has: (action: string) => boolean;
}

const ofService = (service: string) => (action: string) => action.startsWith(`${service}:`);
const tagging = /:(?:Create|Add|Put\w*)?Tag(?:s|ging)?(?:[A-Z]\w*)?$/;

/**
 * In the order in which they are told; an action is of the first that has it. S3's SetBucketEncryption, as the document calls
 * it, is s3:PutEncryptionConfiguration in a policy.
 * Source: Panther documentation, "Check organization SCPs".
 */
export const documentedGroups: readonly DocumentedGroup[] = [
  { name: "tagging", has: (action) => tagging.test(action) },
  { name: "VPC and networking", has: (action) => /^(?:ec2|elasticloadbalancing):/.test(action) },
  { name: "S3 configuration", has: ofService("s3") },
  { name: "KMS", has: ofService("kms") },
  { name: "Lambda", has: ofService("lambda") },
  { name: "DynamoDB", has: ofService("dynamodb") },
  { name: "ECS", has: ofService("ecs") },
  { name: "SQS", has: ofService("sqs") },
  { name: "SNS", has: ofService("sns") },
];

const others = "other services";

/** Actions by the groups of the documentation, the others together. Groups without any are left out. */
export function byGroup(actions: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const all = [...new Set(actions)].sort();
  const groupOf = (action: string) => documentedGroups.find(({ has }) => has(action))?.name ?? others;
  const names = [...documentedGroups.map(({ name }) => name), others];
  const groups = names.map((name) => [name, all.filter((action) => groupOf(action) === name)] as const);
  return new Map(groups.filter(([, own]) => own.length > 0));
}
