/** A resource as Pulumi's state has it, as far as it matters here. */
export interface RecordedResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly id?: string;
  readonly protect?: unknown;
}

/** What this project's program makes in AWS. */
const ownTypes: readonly string[] = [
  "aws:cloudformation/stack:Stack",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:secretsmanager/secret:Secret",
  "aws:secretsmanager/secretPolicy:SecretPolicy",
];

/** Components whose children these are; a stack of somebody's own next to them is not theirs. */
const ownComponent = /(?:^|::|\$)panther:index:Panther\w+\$/;

/** URNs of what the state has in AWS that this project's program did not make. Providers and components are nothing there. */
export function strangersIn(resources: readonly RecordedResource[]): readonly string[] {
  return resources.filter((resource) => isInAws(resource) && !isOwn(resource)).map(({ urn }) => urn);
}

/** The ARNs of the CloudFormation stacks in a state. */
export function stacksIn(resources: readonly RecordedResource[]): readonly string[] {
  return resources.flatMap(({ type, id }) => (type === ownTypes[0] && id ? [id] : []));
}

export function keptIn(resources: readonly RecordedResource[]): number {
  return resources.filter(({ protect }) => protect === true).length;
}

function isInAws({ custom, type }: RecordedResource): boolean {
  return custom === true && !type.startsWith("pulumi:providers:");
}

function isOwn({ urn, type }: RecordedResource): boolean {
  return ownTypes.includes(type) && ownComponent.test(urn);
}
