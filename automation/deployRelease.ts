import { PantherError } from "../model/error.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import { tagOf } from "../model/release/version.ts";
import { firstFailure } from "./diagnosis/firstFailure.ts";
import { readHistories } from "./diagnosis/readHistories.ts";
import type { BuildReport, DriverEvent, FailureCause, Step, StepOutcome } from "./events.ts";
import { failedEvent } from "./failedEvent.ts";
import { observeStack } from "./observe.ts";
import { type BuildResult, ensureBuild } from "./postDeployBuild.ts";
import { reportProgress } from "./progress.ts";
import { pulumiUp, type UpResult } from "./pulumiUp.ts";
import { recover, stackNames } from "./recover.ts";
import { observe, type Run } from "./run.ts";
import { verify } from "./verify.ts";

export type ReleaseResult =
  | { readonly kind: "done"; readonly build?: BuildReport }
  | { readonly kind: "failed"; readonly event: Extract<DriverEvent, { type: "failed" }>; readonly build?: BuildReport }
  | { readonly kind: "interrupted" };

/**
 * Brings the environment to one release: recover, role, root stack, build, verify. Each step looks before it acts, so
 * that the same call again goes on where the last one stopped.
 */
export async function deployRelease(run: Run, release: ReleaseVersion): Promise<ReleaseResult> {
  const { deleted } = await recover(run);
  const { nested: before } = await observe(run);
  const marks = await operationMarks(run);
  const up = await upWithProgress(run, release, deleted);
  if (up.kind === "interrupted") return up;
  if (up.kind === "failed") return { kind: "failed", event: await explain(run, release, up, marks) };
  const built = await buildRelease(run, release);
  if (built.kind !== "done") return built;
  return await verified(run, release, before, built);
}

async function upWithProgress(run: Run, release: ReleaseVersion, refresh: boolean): Promise<UpResult> {
  const stop = new AbortController();
  const progress = reportProgress(
    { stacks: run.aws.stacks, timing: run.timing, report: run.report },
    run.environment.rootStackName,
    stop.signal,
  );
  try {
    return await pulumiUp({ ...run, environment: run.environment.name, runId: run.id, release, refresh });
  } finally {
    stop.abort();
    await progress;
  }
}

/** Sees to the post-deploy build of a release that stands. */
export async function buildRelease(run: Run, release: ReleaseVersion): Promise<ReleaseResult> {
  const root = await observeStack(run.aws.stacks, run.environment.rootStackName);
  const stackId = root.kind === "present" ? root.stackId : run.environment.rootStackName;
  const finish = stepTimer(run, release, "build");
  const result = await ensureBuild({ ...run, ...run.aws }, stackId, release).catch((error: unknown) => {
    finish("failed");
    return failedBy(error);
  });
  if ("event" in result) return result;
  finish(buildOutcome(result));
  switch (result.kind) {
    case "none":
      run.report({ type: "notice", message: `No build: ${result.why}.` });
      return { kind: "done" };
    case "succeeded":
      return { kind: "done", build: result.build };
    case "failed":
      return { kind: "failed", build: result.build, event: buildFailed(run, release, result) };
  }
}

/** An error of ours, met once something had moved, as the end of a run; any other is thrown on. */
export function failedBy(error: unknown): Extract<ReleaseResult, { kind: "failed" }> {
  if (error instanceof PantherError) return { kind: "failed", event: failedEvent(error) };
  throw error;
}

function buildOutcome(result: BuildResult): StepOutcome {
  if (result.kind === "none") return "skipped";
  if (result.kind === "failed") return "failed";
  return result.started ? "succeeded" : "unchanged";
}

function buildFailed(run: Run, release: ReleaseVersion, result: Extract<BuildResult, { kind: "failed" }>) {
  const log = result.lastLines.map((line) => `\n  ${line}`).join("");
  return {
    type: "failed",
    code: "build-failed",
    message: `The build ${result.build.id} of ${tagOf(release)} ended ${result.build.status} in phase ${result.phase}: ${result.reason}${log}`,
    fix: `${tagOf(release)} is deployed and only its build is missing. Once the cause is removed: panther build ${run.environment.name}`,
  } as const;
}

async function verified(
  run: Run,
  release: ReleaseVersion,
  before: Parameters<typeof verify>[2],
  built: Extract<ReleaseResult, { kind: "done" }>,
): Promise<ReleaseResult> {
  const finish = stepTimer(run, release, "verify");
  const problems = await verify(run, release, before);
  finish(problems.length === 0 ? "succeeded" : "failed");
  if (problems.length === 0) return built;
  return {
    kind: "failed",
    ...(built.build && { build: built.build }),
    event: {
      type: "failed",
      code: "not-whole",
      message: problems.join(" "),
      fix: "Look at the root stack in the CloudFormation console before anything else is deployed.",
    },
  };
}

function stepTimer(run: Run, release: ReleaseVersion, step: Step): (outcome: StepOutcome) => void {
  const started = run.timing.now().getTime();
  run.report({ type: "step-started", step, release });
  return (outcome) => {
    const seconds = (run.timing.now().getTime() - started) / 1000;
    run.report({ type: "step-finished", step, release, outcome, seconds });
  };
}

type Marks = ReadonlyMap<string, string | undefined>;

/** The newest event of each stack: what tells a call that AWS refused from an operation that failed. */
async function operationMarks(run: Run): Promise<Marks> {
  const marks = new Map<string, string | undefined>();
  for (const name of stackNames(run)) {
    const { kind } = await observeStack(run.aws.stacks, name);
    const page = kind === "present" ? await run.aws.stacks.describeStackEvents({ StackName: name }) : undefined;
    marks.set(name, page?.StackEvents?.[0]?.EventId);
  }
  return marks;
}

async function explain(
  run: Run,
  release: ReleaseVersion,
  up: Extract<UpResult, { kind: "failed" }>,
  marks: Marks,
): Promise<Extract<DriverEvent, { type: "failed" }>> {
  const name = up.stackName;
  const cause = name === undefined ? undefined : await causeIn(run, name, marks.get(name));
  return {
    type: "failed",
    code: up.step === "role" ? "role-failed" : up.step === "root" ? "root-failed" : "up-failed",
    message: cause ? `${cause.path.join(" > ")} ${cause.status}: ${cause.reason}` : reasonIn(up.message),
    fix: `Remove the cause, then run the same command again: it goes on towards ${tagOf(release)} from what stands.`,
    ...(cause && { cause }),
  };
}

/** AWS's own words where the provider's error frames hold some: a call that AWS refused leaves no event. */
function reasonIn(message: string): string {
  return /api error (?<words>\w+: .+)/.exec(message)?.groups?.words ?? message;
}

async function causeIn(run: Run, name: string, mark: string | undefined): Promise<FailureCause | undefined> {
  const stack = await observeStack(run.aws.stacks, name);
  if (stack.kind === "absent") return undefined;
  const histories = await readHistories(run.aws.stacks, stack.stackId);
  const newest = histories.get(stack.stackId)?.[0]?.EventId;
  return newest === mark ? undefined : firstFailure(stack.stackId, histories);
}
