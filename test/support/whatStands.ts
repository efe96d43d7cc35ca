import type { Stack } from "@aws-sdk/client-cloudformation";
import { CodeBuild } from "@aws-sdk/client-codebuild";
import { cloudFormationOf, type TestEnvironment } from "./panther.ts";

/** Stacks that are not nested ones, also deleted ones, as `name STATUS`. */
export async function stacksOf(environment: TestEnvironment): Promise<readonly string[]> {
  const { StackSummaries = [] } = await cloudFormationOf(environment).listStacks({});
  return StackSummaries.filter(({ ParentId }) => ParentId === undefined).map(
    ({ StackName, StackStatus }) => `${StackName} ${StackStatus}`,
  );
}

/** When the builds of the environment began, in milliseconds since 1970, oldest first. */
export async function buildsOf({ env, region, accountId }: TestEnvironment): Promise<readonly number[]> {
  const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
  const api = new CodeBuild({ region, endpoint: env.AWS_ENDPOINT_URL ?? "", credentials });
  const { ids = [] } = await api.listBuildsForProject({ projectName: "panther-pulumi" });
  const { builds = [] } = ids.length > 0 ? await api.batchGetBuilds({ ids }) : {};
  return builds.map(({ startTime }) => startTime?.getTime() ?? 0).sort((a, b) => a - b);
}

/** When a stack's own creates and updates ended well, in milliseconds since 1970, oldest first. */
export function completionsOf(environment: TestEnvironment, stackName: string): Promise<readonly number[]> {
  return timesOf(environment, stackName, /^(CREATE|UPDATE)_COMPLETE$/);
}

/** When a stack's own updates began, in milliseconds since 1970, oldest first. */
export function updatesOf(environment: TestEnvironment, stackName: string): Promise<readonly number[]> {
  return timesOf(environment, stackName, /^UPDATE_IN_PROGRESS$/);
}

async function timesOf(environment: TestEnvironment, stackName: string, status: RegExp): Promise<readonly number[]> {
  const api = cloudFormationOf(environment);
  const times: number[] = [];
  let token: string | undefined;
  do {
    const page = await api.describeStackEvents({ StackName: stackName, ...(token && { NextToken: token }) });
    for (const { PhysicalResourceId, StackId, ResourceStatus = "", Timestamp } of page.StackEvents ?? []) {
      if (PhysicalResourceId === StackId && status.test(ResourceStatus) && Timestamp) times.push(Timestamp.getTime());
    }
    token = page.NextToken;
  } while (token);
  return times.sort((a, b) => a - b);
}

/** How many builds began after each of the completions and before the next one. */
export function buildsAfterEach(completions: readonly number[], builds: readonly number[]): readonly number[] {
  return completions.map((from, index) => {
    const to = completions[index + 1] ?? Number.POSITIVE_INFINITY;
    return builds.filter((time) => time >= from && time < to).length;
  });
}

/** What Pulumi's state has pending, as `type URN`. */
export async function pendingOf(environment: TestEnvironment): Promise<readonly string[]> {
  const { deployment } = await exported(environment);
  return (deployment.pending_operations ?? []).map(({ type, resource }) => `${type} ${resource.urn}`);
}

/**
 * All that a run leaves behind in Pulumi's state and in CloudFormation, as lines that are equal for two environments that
 * are: without account, generated IDs and times.
 */
export async function whatStands(environment: TestEnvironment): Promise<readonly string[]> {
  const { deployment } = await exported(environment);
  const api = cloudFormationOf(environment);
  const { Stacks = [] } = await api.describeStacks({});
  const stacks = Stacks.filter(({ ParentId }) => ParentId === undefined);
  const described = await Promise.all(
    stacks.map(async (stack) => {
      const { StackResources = [] } = await api.describeStackResources({ StackName: stack.StackId });
      const resources = StackResources.map(
        ({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${folded(ResourceStatus)}`,
      );
      return { ...settingsOf(stack), resources: resources.sort() };
    }),
  );
  const state = (deployment.resources ?? []).map(({ created, modified, sourcePosition, ...resource }) => resource);
  const things = [
    ...described.map((stack) => [stack.name, stack] as const),
    ...state.map((resource) => [resource.urn, resource] as const),
  ];
  return things
    .flatMap(([name, thing]) => leaves(thing).map((leaf) => `${name} ${leaf}`))
    .map((line) =>
      line
        .replaceAll(environment.accountId, "<account>")
        .replaceAll(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, "<id>")
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
        // Ends of names that CloudFormation and the load balancer make up.
        .replaceAll(/-[A-Z\d]{12,13}\b/g, "-<end>")
        .replaceAll(/web-[a-z\d]{8}\./g, "web-<end>."),
    )
    .sort();
}

/** Lines that are in one of two and not in the other. */
export function differences(before: readonly string[], after: readonly string[]): readonly string[] {
  const [was, is] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !is.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !was.has(line)).map((line) => `+ ${line}`),
  ];
}

function leaves(value: unknown, path = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [`${path} = ${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

function settingsOf(stack: Stack) {
  const { StackName = "", StackStatus, Parameters = [], Tags = [], RoleARN, EnableTerminationProtection } = stack;
  return {
    name: StackName,
    status: folded(StackStatus),
    parameters: Parameters.map(({ ParameterKey, ParameterValue }) => `${ParameterKey}=${ParameterValue}`).sort(),
    tags: Tags.map(({ Key, Value }) => `${Key}=${Value}`).sort(),
    role: RoleARN,
    protected: EnableTerminationProtection,
  };
}

/** Whether the last operation was the creation or an update depends on where the kill came. */
function folded(status = ""): string {
  return status.replace(/^(CREATE|UPDATE)_COMPLETE$/, "COMPLETE");
}

interface Exported {
  readonly deployment: {
    readonly resources?: readonly { readonly urn: string; readonly [key: string]: unknown }[];
    readonly pending_operations?: readonly { readonly type: string; readonly resource: { readonly urn: string } }[];
  };
}

async function exported(environment: TestEnvironment): Promise<Exported> {
  return JSON.parse((await environment.pulumi("stack", "export")).stdout) as Exported;
}
