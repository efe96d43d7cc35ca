import { deniedCall, fixOf } from "../model/permissions/deniedCall.ts";
import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import { type DiagnosisReport, reportOf } from "./diagnose.ts";
import { readHistories } from "./diagnosis/readHistories.ts";
import type { FailedEvent, Standing } from "./events.ts";
import { observeStack } from "./observe.ts";
import { observeEnvironment } from "./observeEnvironment.ts";
import type { UpResult } from "./pulumiUp.ts";
import { stackNames } from "./recover.ts";
import type { Run } from "./run.ts";

/** The newest event of each stack before an `up`: tells a call that AWS refused from an operation that failed. */
export type EventMarks = ReadonlyMap<string, string | undefined>;

export async function eventMarks(run: Run): Promise<EventMarks> {
  const marks = new Map<string, string | undefined>();
  for (const name of stackNames(run)) {
    const { kind } = await observeStack(run.aws.stacks, name);
    const page = kind === "present" ? await run.aws.stacks.describeStackEvents({ StackName: name }) : undefined;
    marks.set(name, page?.StackEvents?.[0]?.EventId);
  }
  return marks;
}

/** Why an `up` failed, in AWS's own words. */
export async function explain(
  run: Run,
  release: ReleaseVersion,
  up: Extract<UpResult, { kind: "failed" }>,
  marks: EventMarks,
): Promise<FailedEvent> {
  const name = up.stackName;
  // Expired credentials may be what failed: what Pulumi said must not be lost over looking further.
  const found =
    name === undefined ? undefined : await diagnosisIn(run, release, name, marks.get(name)).catch(() => undefined);
  const cause = found?.cause && { ...found.cause, path: found.path };
  const standing = await standingNow(run).catch(() => undefined);
  const denied = cause ? undefined : deniedCall(up.message);
  const again = `run the same command again: it goes on towards ${tagOf(release)} from what stands.`;
  return {
    type: "failed",
    code: up.step === "role" ? "role-failed" : up.step === "root" ? "root-failed" : "up-failed",
    message: cause ? `${cause.path.join(" > ")} ${cause.status}: ${cause.reason}` : reasonIn(up.message),
    fix: denied ? `${fixOf(denied)} Then ${again}` : `Remove the cause, then ${again}`,
    ...(cause && { cause }),
    ...(found?.hint && { hint: found.hint }),
    ...(cause && found.consoleUrl && { consoleUrl: found.consoleUrl }),
    ...(standing && { standing }),
  };
}

async function standingNow(run: Run): Promise<Standing> {
  const observation = await observeEnvironment(run);
  const states = await Promise.all(stackNames(run).map((name) => observeStack(run.aws.stacks, name)));
  const present = states.flatMap((state) => (state.kind === "present" ? [[state.name, state.status] as const] : []));
  const running = observation.kind === "running" ? observation.running?.version : undefined;
  return { running: running ?? null, stacks: Object.fromEntries(present) };
}

async function diagnosisIn(
  run: Run,
  release: ReleaseVersion,
  name: string,
  mark: string | undefined,
): Promise<DiagnosisReport | undefined> {
  const stack = await observeStack(run.aws.stacks, name);
  if (stack.kind === "absent") return undefined;
  const histories = await readHistories(run.aws.stacks, stack.stackId);
  const newest = histories.get(stack.stackId)?.[0]?.EventId;
  return newest === mark ? undefined : reportOf(stack.stackId, histories, { release });
}

/** AWS's own words where the provider's error frames hold some: a call that AWS refused leaves no event. */
function reasonIn(message: string): string {
  return /api error (?<words>\w+: .+)/.exec(message)?.groups?.words ?? message;
}
