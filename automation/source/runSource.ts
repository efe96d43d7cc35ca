import { commentOf } from "../../model/source/sourceNames.ts";
import { mageCommands, type SourceWork } from "../../model/source/sourceWork.ts";
import { type Outcome, runCommand } from "../command.ts";
import type { RunSummary } from "../events.ts";
import { originOf, type Run, type RunOptions } from "../run.ts";
import { findCommand, longestRunSeconds, type RunningCommand } from "./findCommand.ts";
import { type EndedCommand, followCommand } from "./followCommand.ts";
import { instanceScript } from "./instanceScript.ts";
import { type PlannedSource, planSource, standingSource } from "./planSource.ts";
import { type SourceApis, sourceClients } from "./sourceApis.ts";
import type { SourceContext } from "./sourceContext.ts";
import type { SourcePlan } from "./sourceEvents.ts";
import { wakeInstance } from "./wakeInstance.ts";

/** Says yes or no to what is about to be done on the instance. */
export type ApproveSource = (plan: SourcePlan, signal: AbortSignal) => Promise<boolean>;

export interface SourceOptions extends RunOptions {
  readonly work: SourceWork;
  /** Left out: whoever calls has decided already. */
  readonly approve?: ApproveSource;
  /** Look and report the plan; change nothing. */
  readonly dryRun?: boolean;
  /** Left out: AWS's own clients. */
  readonly apis?: SourceApis;
}

/** Runs on which credentials ran out, one after the other. Each goes on from what the one before has done. */
const mostAttempts = 5;
/** Times that something else had the machine, and nothing of ours was there to be joined. */
const mostWaits = 5;

/**
 * Runs a target of Panther's own tool on the environment's machine: in a checkout of the release wanted, inside its
 * development image. A run for the same that is under way is joined; one that ended because credentials ran out is repeated,
 * since the tool goes on from what stands. Every error is in the summary's result and the `failed` event.
 */
export function runSource(options: SourceOptions): Promise<RunSummary> {
  const { work, approve, dryRun = false } = options;
  return runCommand(`source ${work}`, options, async (run, progress) => {
    if (work !== "teardown") progress.to = run.environment.version;
    const apis = options.apis ?? sourceClients({ ...originOf(run), region: run.environment.region });
    const planned = await planSource(run, apis, work);
    run.report({ type: "source-planned", ...planned.plan });
    if (dryRun) return { kind: "done" };
    const yes = !approve || (await approve(planned.plan, run.signal));
    run.signal.throwIfAborted();
    if (!yes) return notApproved(planned.plan);
    run.aboutToChange();
    const begin = run.timing.now().getTime();
    const ended = await runUntilDone(run, apis, planned);
    if (ended.end !== "done") return failed(planned.plan, ended);
    const seconds = (run.timing.now().getTime() - begin) / 1000;
    const standing = await standingSource(run.aws, run.environment);
    run.report({ type: "source-finished", work, standing, seconds });
    return { kind: "done" };
  });
}

/** Each round looks for a command that runs before it sends one: two would be at work on the same stacks. */
async function runUntilDone(run: Run, apis: SourceApis, planned: PlannedSource): Promise<EndedCommand> {
  const { environment, timing, signal, report } = run;
  const context: SourceContext = { apis, environment: environment.name, timing, signal, report };
  const [, target] = mageCommands(planned.plan.work, { afterOtherVersion: false });
  for (let attempts = 1, waits = 0; ; ) {
    const { id: instanceId } = await wakeInstance(context);
    const running = await findCommand(apis, instanceId, timing);
    const command = running ?? (await send(run, apis, planned, instanceId));
    const joined = running !== undefined;
    report({ type: "source-command", commandId: command.id, instanceId, target, joined });
    const ended = await followCommand(context, command.id, instanceId);
    if (ended.end === "credentials" && attempts < mostAttempts) {
      attempts += 1;
      const message = `AWS credentials ran out while ${target} worked. It is run again, and goes on from what stands.`;
      report({ type: "notice", message });
    } else if (ended.end === "busy" && waits < mostWaits) {
      waits += 1;
      await timing.sleep(timing.pollMilliseconds, signal);
    } else return ended;
  }
}

async function send(
  { environment, aboutToChange }: Run,
  { commands }: SourceApis,
  { plan, deployer, settings }: PlannedSource,
  instanceId: string,
): Promise<RunningCommand> {
  const comment = commentOf(plan.work, environment.version, environment.name);
  aboutToChange();
  const { Command } = await commands.sendCommand({
    DocumentName: "AWS-RunShellScript",
    InstanceIds: [instanceId],
    Comment: comment,
    Parameters: {
      commands: [instanceScript(plan.work, environment, deployer, settings)],
      executionTimeout: [String(longestRunSeconds)],
    },
    TimeoutSeconds: 600,
    CloudWatchOutputConfig: { CloudWatchOutputEnabled: true, CloudWatchLogGroupName: plan.logGroup },
  });
  return { id: Command?.CommandId ?? "", comment };
}

const endings: Readonly<Record<Exclude<EndedCommand["end"], "done">, { readonly code: string; readonly fix: string }>> =
  {
    failed: {
      code: "source-failed",
      fix: "Mend what it says, then run the same command again: it goes on from what stands.",
    },
    credentials: {
      code: "source-credentials",
      fix: "This is no failure of the deployment. The machine gets new credentials by itself, so something else is wrong: whether its role may still assume the deployment role, for example. Then run the same command again.",
    },
    busy: {
      code: "source-busy",
      fix: "Somebody else runs something on the machine. Wait until that has ended, then run the same command again.",
    },
    "not-ready": {
      code: "source-instance-not-ready",
      fix: "Look at what went wrong at its first boot, /var/log/cloud-init-output.log, or have a new one made: docs/source.md.",
    },
    configuration: {
      code: "source-configuration",
      fix: "Correct panther:version, panther:parameters or panther:sourceDeployer, then run the same command again.",
    },
  };

function failed({ work, logGroup, instance }: SourcePlan, { end, said, lastLines }: EndedCommand): Outcome {
  const [, target] = mageCommands(work, { afterOtherVersion: false });
  const { code, fix } = endings[end === "done" ? "failed" : end];
  return {
    kind: "failed",
    event: {
      type: "failed",
      code,
      message: [`${target} on ${instance.id} did not come to its end (${said}).`, ...lastLines].join("\n"),
      fix: `${fix} The whole log: ${logGroup} in CloudWatch Logs.`,
    },
  };
}

function notApproved({ environment, work }: SourcePlan): Outcome {
  return {
    kind: "refused",
    event: {
      type: "failed",
      code: "not-approved",
      message: `${work} of ${environment} was not approved. Nothing was changed.`,
      fix: `To look at it at leisure: panther source ${work} ${environment} --dry-run`,
    },
  };
}
