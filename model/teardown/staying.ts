import { type Existing, isOwned, isPanthers, type OwnedResource, removal } from "../preflight/leftovers.ts";
import { looksLikePanthers, type SeenStack } from "../preflight/otherStacks.ts";
import type { AccountPlace, DeployedResource } from "./deletions.ts";
import type { Staying } from "./teardownPlan.ts";

export interface StayingQuestion {
  readonly place: AccountPlace;
  /** What was found in the account and region. */
  readonly existing: readonly Existing[];
  /** What is in the stacks that are deleted. */
  readonly deployed: readonly DeployedResource[];
  /** What is in stacks that stay: it goes with them. */
  readonly held: readonly OwnedResource[];
  /** Names of buckets and log groups that a part of the plan of their own is about. */
  readonly planned: readonly string[];
  /** Every stack that is there. */
  readonly stacks: readonly SeenStack[];
  /** ARNs of the stacks that are deleted. */
  readonly deletedStacks: readonly string[];
  /** Why something stays, by its name, where there is a reason of its own. */
  readonly because: Readonly<Record<string, string>>;
}

const stackType = "AWS::CloudFormation::Stack";

const whys: Readonly<Record<string, string>> = {
  [stackType]:
    "a stack of its own, of an auxiliary template or somebody else's: accounts that Panther scans may need it",
  "AWS::ECR::Repository": "it holds images, and is in no stack of this deployment",
  "AWS::IAM::ManagedPolicy": "it is in no stack of this deployment",
  "AWS::IAM::Role":
    "it is in no stack of this deployment; those of auxiliary templates let a Panther scan this account",
  "AWS::IAM::ServerCertificate": "Panther's own function made it for the load balancer, and a listener may use it",
  "AWS::KMS::Alias": "its key may still decrypt what is kept: a key that is deleted takes that with it",
  "AWS::Lambda::LayerVersion": "its versions stay when a stack goes, and other functions may use them",
  "AWS::SecretsManager::Secret": "Panther was given it, or keeps credentials in it: its value would be gone",
};

/** Everything of Panther's, or for it, that a teardown leaves; each once, with how it is removed. */
export function stayingOf(question: StayingQuestion): readonly Staying[] {
  const { place, existing, deployed, held, planned, stacks, deletedStacks } = question;
  const gone: readonly OwnedResource[] = deployed.filter(({ retained }) => !retained).map(asOwned);
  const loose = existing.filter(
    (one) => isPanthers(one) && !isOwned(one, [...gone, ...held]) && !planned.includes(one.name),
  );
  const retained = deployed.filter(
    (one) =>
      one.retained &&
      // What a custom resource stands for nobody can name.
      one.type.startsWith("AWS::") &&
      !planned.includes(one.id) &&
      !loose.some(({ type, name }) => isOwned({ type, name }, [one])),
  );
  const ofStacks = stacks.filter((stack) => isLeftStack(stack, deletedStacks));
  return [
    ...ofStacks.map(({ name }) => staying({ type: stackType, name }, place, question.because[name])),
    ...retained.map(({ type, id, path }) =>
      staying({ type, name: id }, place, `${path.join("/")} is retained by its template`),
    ),
    ...loose.map((one) => staying(one, place, question.because[one.name])),
  ].sort((one, other) => compare(one.type, other.type) || compare(one.name, other.name));
}

/** A layer's physical ID is the ARN of one version of it. */
function asOwned({ type, id }: DeployedResource): OwnedResource {
  return { type, id: type === "AWS::Lambda::LayerVersion" ? id.replace(/:\d+$/, "") : id };
}

/** Not one that goes, not nested in another, and like Panther's by its name or tags. */
export function isLeftStack(stack: SeenStack, deleted: readonly string[]): boolean {
  return stack.rootId === undefined && !deleted.includes(stack.stackId) && looksLikePanthers(stack);
}

function staying({ type, name }: Pick<Existing, "type" | "name">, place: AccountPlace, because?: string): Staying {
  const why = because ?? whys[type] ?? "it is named or tagged like Panther's, and is in no stack of this deployment";
  const first = type === "AWS::S3::Bucket" ? "; it has to be emptied first, of all versions (S3 console: Empty)" : "";
  return { type, name, why: `${why}${first}`, command: commandFor(type, name, place) };
}

function commandFor(type: string, name: string, place: AccountPlace): string {
  const { region } = place;
  switch (type) {
    case stackType:
      return `aws cloudformation delete-stack --stack-name '${name}' --region ${region}`;
    case "AWS::S3::Bucket":
      // --force would delete what has no version and then fail at the versions (the CLI's reference, s3 rb).
      return `aws s3 rb 's3://${name}' --region ${region}`;
    case "AWS::IAM::ServerCertificate":
      return `aws iam delete-server-certificate --server-certificate-name '${name}'`;
    case "AWS::Lambda::LayerVersion":
      return `for n in $(aws lambda list-layer-versions --layer-name '${name}' --query 'LayerVersions[].Version' --output text --region ${region}); do aws lambda delete-layer-version --layer-name '${name}' --version-number $n --region ${region}; done`;
    default: {
      // The first line says when, and the last what to mind.
      const [first = "", command = first] = removal([{ type, name }], place).split("\n");
      return command;
    }
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
