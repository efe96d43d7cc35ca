import type { HopSettings } from "../model/environment/hop.ts";
import { PantherError } from "../model/error.ts";
import type { CheckedHop } from "../model/release/parameters/hopParameters.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import { deployPhases, onboardSelf } from "../model/rules/firstDeploy.ts";
import type { Outcome, Progress } from "./command.ts";
import type { DriverEvent, Report } from "./events.ts";
import { existingResource } from "./existingResource.ts";
import { type EventMarks, eventMarks, explain } from "./explain.ts";
import { refuseIfFileChanged } from "./fileMark.ts";
import { lastDurations } from "./history.ts";
import { monitorRole } from "./monitor/monitorRole.ts";
import { monitorBeside } from "./monitor/monitorStack.ts";
import { observeStack } from "./observe.ts";
import { pulumiUp, type UpResult } from "./pulumiUp.ts";
import { removeFailedCreations, settleStacks } from "./recover.ts";
import { releaseBuild } from "./releaseBuild.ts";
import type { Run } from "./run.ts";
import type { StandingSide } from "./standingSide.ts";
import { tagRunning } from "./tagRunning.ts";
import { protectFromTermination } from "./terminationProtection.ts";
import { timedStep } from "./timedStep.ts";
import { verify } from "./verify.ts";

export interface ReleaseOptions {
  readonly checked: CheckedHop;
  /** The release that runs; missing where none does. */
  readonly running?: ReleaseVersion;
  /** Of the environment's file as it was planned with, by `fileMark`. */
  readonly fileMark: string;
  /**
   * Whether nothing stands yet: then Pulumi may be told of an environment that it doesn't know, and the minimal parameters
   * go first. A first deploy that fails deletes everything; an update that fails goes back to what stood.
   */
  readonly newEnvironment: boolean;
  /**
   * Have Pulumi look at AWS first. Without it, `up` compares with what it did last, and a parameter that was changed in the
   * console stays as it is.
   */
  readonly lookFirst: boolean;
  /** Of a split: what stands on the other side, which is left at that. Missing where nothing does. */
  readonly other?: StandingSide;
  /** Of a split without web side: whether the web side's role stands, as after a creation that failed. */
  readonly webRoleStands?: boolean;
}

/**
 * Brings the environment, or one side of a split, to one release: recover, role, root stack, build, verify. Each step looks
 * before it acts, so that the same call again goes on where the last one stopped.
 */
export async function deployRelease(run: Run, progress: Progress, options: ReleaseOptions): Promise<Outcome> {
  const { release } = options.checked;
  const { present, someAbsent, waitedFor } = await settleStacks(run);
  // No plan hangs on the role's stack: it may be ahead of the root stack, or a killed run's Pulumi was at work on it.
  if (waitedFor.includes(run.environment.rootStackName)) throw changedMeanwhile(run);
  const removed = await removeFailedCreations(run, present);
  // A stack that is gone may still be in Pulumi's state, whoever deleted it and whenever: have Pulumi look.
  let refresh = removed || someAbsent || waitedFor.length > 0 || options.lookFirst;
  for (const hop of hopsOf(run, options)) {
    const marks = await eventMarks(run);
    await refuseIfFileChanged(run, options.fileMark);
    const up = await upWithProgress(run, {
      hop,
      release,
      newEnvironment: options.newEnvironment && options.other === undefined,
      refresh,
      marks,
    });
    if (up.kind === "failed") return { kind: "failed", event: await explain(run, release, up, marks) };
    refresh = false;
  }
  const root = await observeStack(run.aws.stacks, run.environment.rootStackName);
  if (root.kind === "absent") return notWhole([`The root stack ${run.environment.rootStackName} is not there.`]);
  // Before the build, which may fail for long: nobody would think of it any more.
  if (options.newEnvironment) await protectFromTermination(run);
  const [built] = await Promise.all([
    // The build belongs to the backend.
    run.side === "web" ? ({ kind: "done" } as const) : releaseBuild(run, progress, root, release),
    tagRunning(run, release),
  ]);
  if (built.kind !== "done") return built;
  const problems = await timedStep(
    run,
    release,
    "verify",
    () => verify(run, release),
    (found) => (found.length === 0 ? "succeeded" : "failed"),
  );
  return problems.length === 0 ? built : notWhole(problems);
}

/** The one `up` of a release, or the two of a first deploy that is to have more than the minimal parameters. */
function hopsOf(run: Run, options: ReleaseOptions): readonly HopSettings[] {
  const { checked, newEnvironment, running } = options;
  const { release, parameters, required } = checked;
  const whole = { release, phase: "whole", parameters } as const;
  if (!newEnvironment) return [onSides(run, options, { ...whole, ...(running !== undefined && { running }) })];
  const { parameters: values, firstDeployParameters: named } = run.environment;
  const own = values[onboardSelf];
  const template = run.side === "web" ? "proxy" : "root";
  const phases = deployPhases({
    template,
    names: parameters,
    required,
    named,
    ...(own !== undefined && { onboardSelf: own }),
  });
  const first = onSides(run, options, { release, phase: "first", parameters: phases.first });
  if (phases.later.length === 0) return [first];
  const message = `First the minimal parameters, since a first deploy that fails deletes everything; then, as an update: ${phases.later.join(", ")}.`;
  run.report({ type: "notice", message });
  return [first, onSides(run, options, whole)];
}

/** Of a split one side moves at a time, since what comes between them is no part of an `up`. */
function onSides({ side }: Run, { other, webRoleStands }: ReleaseOptions, hop: HopSettings): HopSettings {
  if (side === undefined) return hop;
  if (side === "web") {
    if (!other) throw new Error("A web app has a backend.");
    return { ...standingHop(other), stays: "backend", web: { ...hop, kind: "release" } };
  }
  if (other) return { ...hop, stays: "web", web: { ...standingHop(other), kind: "release" } };
  return { ...hop, web: webRoleStands ? { kind: "role", release: hop.release } : { kind: "absent" } };
}

function standingHop({ release, parameters }: StandingSide) {
  return { release, running: release, phase: "whole", parameters } as const;
}

async function upWithProgress(
  run: Run,
  options: {
    readonly hop: HopSettings;
    readonly release: ReleaseVersion;
    readonly newEnvironment: boolean;
    readonly refresh: boolean;
    readonly marks: EventMarks;
  },
): Promise<UpResult> {
  const { aws, environment, timing, budget } = run;
  const { release, marks } = options;
  const { rootStackName, deploymentRole } = environment;
  const mark = marks.get(rootStackName) ?? null;
  run.aboutToChange();
  const expectedSeconds = await lastRootSeconds(run, release);
  const context = budget && { stacks: aws.stacks, budget, timing, report: run.report, release };
  const role =
    context && deploymentRole.kind === "deploy"
      ? monitorRole(context, { stack: deploymentRole.stackName, mark: marks.get(deploymentRole.stackName) ?? null })
      : undefined;
  const told = role?.report ?? run.report;
  // Pulumi sees one long operation and says nothing meanwhile.
  const monitor =
    context &&
    monitorBeside(
      { ...context, report: told, ...(expectedSeconds !== undefined && { expectedSeconds }) },
      { stack: rootStackName, mark },
    );
  let updated: Extract<DriverEvent, { type: "step-finished" }> | undefined;
  const report: Report = (event) => {
    if (event.type === "step-finished" && event.step === "root" && event.outcome === "updated") updated = event;
    else told(event);
  };
  let operated = false;
  try {
    const result = await pulumiUp({
      ...run,
      ...options,
      report,
      environment: environment.name,
      existing: (resource) => existingResource(run, resource),
      rootStackName,
      runId: run.id,
    });
    operated = (await newestEvent(run)) !== mark;
    return result;
  } finally {
    await monitor?.end(operated && !run.signal.aborted);
    await role?.end();
    // A NoEcho parameter makes each `up` an update for Pulumi, also where CloudFormation finds nothing to do.
    if (updated) run.report(operated ? updated : { ...updated, outcome: "unchanged" });
  }
}

/** EventId; null where there is none, or nobody may look. */
async function newestEvent({ aws, environment }: Run): Promise<string | null> {
  const page = await aws.stacks.describeStackEvents({ StackName: environment.rootStackName }).catch(() => undefined);
  return page?.StackEvents?.[0]?.EventId ?? null;
}

/** How long the root stack took the last time, for the same release if possible. */
async function lastRootSeconds(run: Run, release: ReleaseVersion): Promise<number | undefined> {
  const durations = (await lastDurations(run.projectDirectory, run.environment.name)).filter(
    ({ step, side }) => step === "root" && side === run.side,
  );
  return (durations.findLast((one) => one.release === release) ?? durations.at(-1))?.seconds;
}

function changedMeanwhile(run: Run): PantherError {
  return new PantherError(
    "changed-meanwhile",
    `Somebody else's operation on ${run.environment.name} has just ended, so what was decided before it may be wrong.`,
    "Run the same command again: it looks afresh.",
  );
}

function notWhole(problems: readonly string[]): Outcome {
  return {
    kind: "failed",
    event: {
      type: "failed",
      code: "not-whole",
      message: problems.join(" "),
      fix: "Look at the root stack in the CloudFormation console before anything else is deployed.",
    },
  };
}
