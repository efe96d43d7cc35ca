import { partitionOf } from "../release/partition.ts";
import type { NeededActions } from "./neededActions.ts";
import type { ReleasePlace } from "./releaseResources.ts";
import type { RequestSituation } from "./requestContext.ts";

/** Requests with the caller's permissions that come about in the same way, which conditions of policies ask about. */
export interface CallerRequests extends Pick<RequestSituation, "calledVia" | "passedTo"> {
  readonly needed: readonly NeededActions[];
}

/** What a deployment or an upgrade does to a stack; `keep`: it only looks. */
export type StackWork = "create" | "update" | "keep";

/** What a deployment or an upgrade does itself; the rest is CloudFormation's, with the deployment role. */
export interface CallerWork {
  readonly root: Exclude<StackWork, "keep">;
  /** Whether the root stack gets termination protection. */
  readonly protects: boolean;
  /** Whether a build follows: not on the web side of a split. */
  readonly builds: boolean;
  /** The deployment role's name with its path, and its stack where the environment deploys it. */
  readonly role: { readonly name: string; readonly stack?: RoleStackWork };
}

export interface RoleStackWork {
  readonly name: string;
  readonly work: StackWork;
  /** What CloudFormation calls for what is in it: it has no service role, so with the caller's permissions. */
  readonly needed: readonly NeededActions[];
}

const cloudFormation = "cloudformation.amazonaws.com";
const reading = ["DescribeStacks", "DescribeStackEvents", "DescribeStackResources", "GetTemplate"];
const changing: Readonly<Record<StackWork, readonly string[]>> = {
  create: ["CreateStack"],
  update: ["UpdateStack"],
  keep: [],
};

/** Who calls needs these: the stacks, what is in the role's, handing the role to CloudFormation, the build after it. */
export function callerActions(
  { accountId, region, rootStackName }: ReleasePlace & { readonly rootStackName: string },
  { root, protects, builds, role: { name, stack } }: CallerWork,
): readonly CallerRequests[] {
  const { name: partition } = partitionOf(region);
  const here = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${accountId}:${rest}`;
  const onStack = (actions: readonly string[], stackName: string): NeededActions => ({
    actions: actions.map((action) => `cloudformation:${action}`),
    resources: [here("cloudformation", `stack/${stackName}/*`)],
  });
  const ofRoot = [
    ...reading,
    ...changing[root],
    // What a minimal first deploy leaves out comes with an update.
    ...(root === "create" ? changing.update : []),
    ...(protects ? ["UpdateTerminationProtection"] : []),
  ];
  const direct = [
    onStack(ofRoot, rootStackName),
    ...(stack ? [onStack([...reading, ...changing[stack.work]], stack.name)] : []),
    ...(builds
      ? [
          {
            actions: ["codebuild:BatchGetProjects", "codebuild:StartBuild", "codebuild:BatchGetBuilds"],
            resources: [here("codebuild", "project/panther-pulumi")],
          },
        ]
      : []),
  ];
  const passing = { actions: ["iam:PassRole"], resources: [`arn:${partition}:iam::${accountId}:role/${name}`] };
  return [
    { needed: direct },
    { needed: [passing], passedTo: cloudFormation },
    ...(stack && stack.needed.length > 0 ? [{ needed: stack.needed, calledVia: cloudFormation }] : []),
  ];
}
