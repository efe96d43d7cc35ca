/**
 * A statement of a policy, with placeholders in braces that {@link PolicyPlace} fills. A resource with a placeholder that is
 * empty there falls away, a statement without resources as well.
 */
export interface PermissionStatement {
  /** Letters and digits only, as IAM wants it; the same name is the same purpose. */
  readonly sid: string;
  /** What it is for. */
  readonly why: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Where a policy is for. */
export interface PolicyPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Root stack's name. */
  readonly root: string;
  /** What the names begin with that CloudFormation gives buckets in the root stack and those nested in it. */
  readonly buckets: string;
  /** `panther`, which the names of Panther's stacks begin with where there is no root stack; empty where there is one. */
  readonly fromSource: string;
  /** The deployment role's stack; empty where somebody else manages the role. */
  readonly roleStack: string;
  /** ARN of the deployment role. */
  readonly role: string;
  /** The same; empty where somebody else manages the role. */
  readonly ownRole: string;
  /** What the names of its managed policies begin with; empty where it brings none, or is somebody else's. */
  readonly rolePolicies: string;
  /** Buckets of root templates and what they reference, and of the role's templates. */
  readonly releases: string;
  readonly roleTemplates: string;
  /** The bucket of releases in China, where the program makes it. */
  readonly ownBucket: string;
  /** In a split over China: the bucket outside that releases are copied from. */
  readonly source: string;
  /** Name of the secret that the web app in front of China reads; empty elsewhere. */
  readonly secret: string;
  /** ARN of the key that encrypts it; empty where AWS's own does. */
  readonly secretKey: string;
  /** Bucket of `--journal`. */
  readonly journal: string;
}

const arn = (service: string, rest: string) => `arn:{partition}:${service}:{region}:{account}:${rest}`;

/** The root stack, the stacks nested in it (whose names begin with its own), and the deployment role's. */
export const rootStack = arn("cloudformation", "stack/{root}/*");
export const nestedStacks = arn("cloudformation", "stack/{root}-*/*");
export const roleStack = arn("cloudformation", "stack/{roleStack}/*");
export const allStacks = [rootStack, nestedStacks, roleStack] as const;

/** Only in the environment's own region: what has no resource to be limited to. */
export const onlyHere = { StringEquals: { "aws:RequestedRegion": "{region}" } } as const;

export const inRegion = arn;
export const inS3 = (rest: string) => `arn:{partition}:s3:::${rest}`;
export const inIam = (rest: string) => `arn:{partition}:iam::{account}:${rest}`;

/** Actions by the names of CloudFormation's calls. */
export function cloudFormation(...names: readonly string[]): readonly string[] {
  return names.map((name) => `cloudformation:${name}`);
}
