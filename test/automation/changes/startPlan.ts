import { execa } from "execa";
import { withoutForeignAws } from "../../../local/aws/environment.ts";
import { checkout } from "../../../local/setup/places.mjs";
import { cloudFormationOf, type TestEnvironment } from "../../support/panther.ts";

/** Runs `panther plan test --changes …`. */
export function startPlan(environment: TestEnvironment, args: readonly string[] = [], endpoint?: string) {
  const words = ["plan", "test", "--changes", "--poll-seconds", "0.2", "--project", environment.projectDirectory];
  return execa(process.execPath, [...environment.commandLine, ...words, ...args], {
    cwd: checkout,
    env: {
      ...withoutForeignAws(process.env),
      ...environment.env,
      ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }),
    },
    extendEnv: false,
    reject: false,
    forceKillAfterDelay: false,
  });
}

export async function ended(plan: ReturnType<typeof startPlan>) {
  const { exitCode, stdout, stderr } = await plan;
  return { exitCode, stdout, stderr };
}

/** Change sets of the root stack, and stacks that only change sets know. */
export async function leftBehind(environment: TestEnvironment): Promise<readonly string[]> {
  const client = cloudFormationOf(environment);
  const { StackSummaries = [] } = await client.listStacks({ StackStatusFilter: ["REVIEW_IN_PROGRESS"] });
  // There may be no such stack.
  const { Summaries = [] } = await client
    .listChangeSets({ StackName: "panther-test" })
    .catch(() => ({ Summaries: [] }));
  return [
    ...Summaries.map(({ ChangeSetName = "" }) => ChangeSetName),
    ...StackSummaries.map(({ StackName = "" }) => StackName),
  ];
}
