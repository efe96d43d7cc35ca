import { type Fact, isMap, listOf, notKnown, type ResourceFacts, textOf } from "../facts.ts";
import { accountsOf } from "../pantherParts.ts";
import { covers, type Statement, statementsOf, strangersIn } from "../policyDocument.ts";
import { notTold, policyRule, type Verdict, violation } from "../policyRule.ts";

const component = "panther:index:PantherReleaseBucket$";
const bucketType = "aws:s3/bucket:Bucket";

/** What has to stand beside the bucket: its token's end, what it is, and what has to be in it. */
const parts: readonly (readonly [
  type: RegExp,
  what: string,
  verdicts: (resource: ResourceFacts) => readonly Verdict[],
])[] = [
  [/^aws:s3\/bucketPublicAccessBlock:/, "a block of public access", accessVerdicts],
  [/^aws:s3\/bucketServerSideEncryptionConfiguration/, "encryption", encryptionVerdicts],
  [/^aws:s3\/bucketOwnershipControls:/, "ownership by the bucket's account", ownershipVerdicts],
  [/^aws:s3\/bucketPolicy:/, "a policy that asks for TLS", policyVerdicts],
];

export const releaseBucketPrivate = policyRule({
  name: "release-bucket-private",
  title: "The release bucket is private and encrypted, and nobody else owns what is in it.",
  severity: "critical",
  level: "mandatory",
  reason:
    "CloudFormation acts on the templates in it with an administrator's rights, and Lambda runs its code. Panther's releases are not for the public, either.",
  remediation: "Use the component PantherReleaseBucket, and leave its settings alone.",
  link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  source: 'Panther documentation, "AWS China"',
  settings: {},
  resource: (resource) => {
    if (!resource.urn.includes(component)) return [];
    if (resource.type === bucketType) return bucketVerdicts(resource);
    return parts.flatMap(([type, , verdicts]) => (type.test(resource.type) ? verdicts(resource) : []));
  },
  end: ({ resources }) => [
    ...resources.filter((resource) => isElsewhere(resource, resources)).map(elsewhere),
    ...missing(resources),
  ],
});

/** A bucket that is there and that somebody else keeps: its component makes none. */
function isElsewhere({ type, urn }: ResourceFacts, resources: readonly ResourceFacts[]): boolean {
  return `${type}$` === component && !resources.some((other) => other.type === bucketType && other.parent === urn);
}

function elsewhere({ urn }: ResourceFacts): Verdict {
  return notTold("The release bucket is not made by this program: whether it is private can't be seen.", urn);
}

function missing(resources: readonly ResourceFacts[]): readonly Verdict[] {
  return resources
    .filter(({ type, urn }) => type === bucketType && urn.includes(component))
    .flatMap(({ urn, parent }) => {
      const beside = resources.filter((other) => other.parent === parent);
      const absent = parts.filter(([type]) => !beside.some((other) => type.test(other.type)));
      return absent.map(([, what]) => violation(`The release bucket has no setting for ${what}.`, urn));
    });
}

function bucketVerdicts({ protect, properties }: ResourceFacts): readonly Verdict[] {
  const acl = textOf(properties.acl);
  return [
    ...(protect ? [] : [violation("The release bucket is not protected: what runs was deployed from it.")]),
    ...(acl === undefined || acl === notKnown || acl === "private"
      ? []
      : [violation(`The release bucket's ACL is ${acl}.`)]),
  ];
}

function accessVerdicts({ properties }: ResourceFacts): readonly Verdict[] {
  const names = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
  const off = names.filter((name) => properties[name] !== true && properties[name] !== notKnown);
  return [
    ...(off.length === 0 ? [] : [violation(`The release bucket may be made public: ${off.join(", ")} off.`)]),
    ...(names.some((name) => properties[name] === notKnown)
      ? [notTold("The block of public access is not known yet.")]
      : []),
  ];
}

function encryptionVerdicts({ properties }: ResourceFacts): readonly Verdict[] {
  const algorithms = (listOf(properties.rules) ?? []).map((rule) => algorithmOf(rule));
  if (properties.rules === notKnown || algorithms.includes(notKnown))
    return [notTold("The encryption is not known yet.")];
  const isSound =
    algorithms.length > 0 && algorithms.every((name) => name === "AES256" || String(name).startsWith("aws:kms"));
  return isSound ? [] : [violation("The release bucket's encryption is none that S3 has.")];
}

function algorithmOf(rule: Fact): string | typeof notKnown | undefined {
  const byDefault = isMap(rule) ? rule.applyServerSideEncryptionByDefault : rule;
  return isMap(byDefault) ? textOf(byDefault.sseAlgorithm) : textOf(byDefault);
}

function ownershipVerdicts({ properties }: ResourceFacts): readonly Verdict[] {
  const { rule } = properties;
  const owner = isMap(rule) ? textOf(rule.objectOwnership) : textOf(rule);
  if (owner === notKnown) return [notTold("The ownership of objects is not known yet.")];
  return owner === "BucketOwnerEnforced"
    ? []
    : [violation("Objects in the release bucket may belong to other accounts.")];
}

function policyVerdicts(resource: ResourceFacts): readonly Verdict[] {
  const text = textOf(resource.properties.policy);
  if (text === notKnown) return [notTold("The release bucket's policy is not known yet.")];
  const statements = statementsOf(text ?? "");
  if (!statements) return [violation("The release bucket's policy is no IAM policy.")];
  return [
    ...(statements.some(asksForTls) ? [] : [violation("The release bucket can be read without TLS.")]),
    ...strangersIn(statements, accountsOf(resource)[0]).map((principal) =>
      violation(`The release bucket's policy lets ${principal} in.`),
    ),
  ];
}

function asksForTls(statement: Statement): boolean {
  const transport = statement.conditions.get("bool aws:securetransport") ?? [];
  return (
    statement.effect === "Deny" &&
    statement.principals.includes("*") &&
    covers(statement, "s3:GetObject") &&
    transport.includes("false")
  );
}
