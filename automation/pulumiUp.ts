import type { EngineEvent, OpType, Stack } from "@pulumi/pulumi/automation/index.js";
import { type HopSettings, hopVariable, writeHop } from "../model/environment/hop.ts";
import { PantherError } from "../model/error.ts";
import { tagOf } from "../model/release/version.ts";
import { sayExpired } from "../model/rules/expiredCredentials.ts";
import type { StackApi } from "./clients.ts";
import { credentialsExpired } from "./credentials.ts";
import type { Report, Step, StepOutcome } from "./events.ts";
import type { Lease } from "./lease.ts";
import { runMark } from "./orphans.ts";
import { resolvePendingCreates } from "./pendingCreates.ts";
import { systemProcesses } from "./processes.ts";
import { LocalWorkspace, StackNotFoundError } from "./pulumiAutomation.ts";
import { underPulumiLock } from "./pulumiLock.ts";
import { TerminalInterrupt } from "./terminalInterrupt.ts";
import type { Timing } from "./timing.ts";
import { userAgentVariables } from "./userAgent.ts";

/** What `pulumi up` came to. */
export type UpResult =
  | { readonly kind: "done" }
  | {
      readonly kind: "failed";
      /** The step that failed, when a resource did; undefined when the program or the engine did. */
      readonly step?: Step;
      /** Name of the CloudFormation stack of that step. */
      readonly stackName?: string;
      /** The engine's own words. */
      readonly message: string;
    };

export interface UpOptions {
  readonly projectDirectory: string;
  readonly environment: string;
  /** What this `up` is for. */
  readonly hop: HopSettings;
  readonly runId: string;
  /** Whether Pulumi may be told of an environment that it doesn't know. */
  readonly newEnvironment: boolean;
  /** Look at AWS first, because something was deleted behind Pulumi's back. */
  readonly refresh: boolean;
  readonly timing: Timing;
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly aws: { readonly stacks: StackApi };
  /** ARN of who runs it. */
  readonly caller: string;
  readonly reason?: string;
  readonly lease?: Lease;
}

/**
 * Runs the project's own program for one release: role first, then root stack. One short `up` a release: with an S3
 * state backend, credentials that expire in a long one lose the last snapshot.
 * @throws PantherError `pulumi-locked`, `pulumi-stack-missing`, `credentials-expired`.
 */
export async function pulumiUp(options: UpOptions): Promise<UpResult> {
  const { signal, runId } = options;
  const stack = await selectStack(options);
  await underPulumiLock(options, stack, () => resolvePendingCreates(options, stack, messageOf(options)));
  // Pulumi is told of an abort by its event alone: one that came meanwhile would go unheard.
  signal.throwIfAborted();
  const steps = new StepTracker(options);
  const noted = noteOnce(options.lease, runMark(runId));
  try {
    await underPulumiLock(options, stack, () =>
      stack.up({
        color: "never",
        suppressProgress: true,
        refresh: options.refresh,
        message: messageOf(options),
        onEvent: (event) => {
          noted();
          steps.take(event);
        },
        signal: signalForChild(signal),
      }),
    );
    return { kind: "done" };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PantherError) throw error;
    const message = steps.diagnostics() || wordsOf(error as Error);
    if (sayExpired(message)) throw credentialsExpired(error);
    return { kind: "failed", ...steps.failure(), message };
  }
}

/** The Automation API quotes the whole command of a child that was killed. */
function wordsOf({ message }: Error): string {
  const signal = /was killed with (SIG[A-Z]+)/.exec(message)?.[1];
  return signal === undefined ? message : `Pulumi was killed (${signal}) in the middle of its work.`;
}

/** What `pulumi stack history` shows. It is among the process's arguments too, where the run's mark tells whose it is. */
function messageOf({ hop, runId, caller, reason }: UpOptions): string {
  const why = reason === undefined ? "" : `: ${reason.replace(/\s+/g, " ").trim()}`;
  return `panther ${tagOf(hop.release)} ${runMark(runId)}, by ${caller})${why}`;
}

/** Pulumi's process is not told by the Automation API: it is looked for once its first event shows that it has the lock. */
function noteOnce(lease: Lease | undefined, mark: string): () => void {
  let noted = false;
  return () => {
    if (noted || !lease) return;
    noted = true;
    // Evidence, and no condition of this run's success.
    void systemProcesses()
      .then((processes) => processes.withArgument([mark]))
      .then((pids) => lease.notePulumi(pids))
      .catch(() => undefined);
  };
}

async function selectStack(options: UpOptions): Promise<Stack> {
  const { projectDirectory, environment, hop, newEnvironment } = options;
  // With a directory, and not a function, the program that is there runs: the one that `pulumi up` runs.
  const program = { stackName: environment, workDir: projectDirectory };
  const workspace = { envVars: { [hopVariable]: writeHop(hop), ...userAgentVariables(options) } };
  if (newEnvironment) return await LocalWorkspace.createOrSelectStack(program, workspace);
  try {
    return await LocalWorkspace.selectStack(program, workspace);
  } catch (error) {
    if (!(error instanceof StackNotFoundError)) throw error;
    throw new PantherError(
      "pulumi-stack-missing",
      `${environment} runs in AWS, and Pulumi's state has no stack of that name.`,
      "Log in to the backend that holds it (pulumi whoami --verbose shows the present one), for example: pulumi login s3://<bucket>",
      { cause: error },
    );
  }
}

/**
 * A Ctrl-C on a terminal reaches the child, too: it is in the same process group. Passed on, it would be the second one,
 * on which Pulumi ends without waiting for what is under way.
 */
function signalForChild(signal: AbortSignal): AbortSignal {
  const forChild = new AbortController();
  signal.addEventListener("abort", () => {
    if (!(signal.reason instanceof TerminalInterrupt)) forChild.abort(signal.reason);
  });
  return forChild.signal;
}

/** Type chains in URNs: the stack of a component, whatever either is named. */
const stepsByType: readonly (readonly [string, Step])[] = [
  ["panther:index:PantherDeploymentRole$aws:cloudformation/stack:Stack::", "role"],
  ["panther:index:PantherRootStack$aws:cloudformation/stack:Stack::", "root"],
];

const outcomes: Partial<Record<OpType, StepOutcome>> = { create: "created", update: "updated", same: "unchanged" };

/** Turns engine events into steps. */
class StepTracker {
  readonly #options: UpOptions;
  readonly #started = new Map<Step, number>();
  readonly #messages: string[] = [];
  #failed: { readonly step: Step; readonly stackName?: string } | undefined;

  constructor(options: UpOptions) {
    this.#options = options;
  }

  take(event: EngineEvent): void {
    const { report, hop, timing } = this.#options;
    const { release } = hop;
    const started = event.resourcePreEvent?.metadata;
    const startedStep = started && stepOf(started.urn);
    if (startedStep && !this.#started.has(startedStep)) {
      this.#started.set(startedStep, timing.now().getTime());
      report({ type: "step-started", step: startedStep, release });
    }
    const ended = event.resOutputsEvent?.metadata;
    const endedStep = ended && stepOf(ended.urn);
    const outcome = ended && outcomes[ended.op];
    if (endedStep && outcome) this.#finish(endedStep, outcome);
    const failed = event.resOpFailedEvent?.metadata;
    const failedStep = failed && stepOf(failed.urn);
    if (failedStep) {
      const name: unknown = failed.new?.inputs.name ?? failed.old?.inputs.name;
      this.#failed = { step: failedStep, ...(typeof name === "string" && { stackName: name }) };
      this.#finish(failedStep, "failed");
    }
    const { severity, message } = event.diagnosticEvent ?? {};
    if (severity === "error" && message) this.#messages.push(message.trim());
  }

  #finish(step: Step, outcome: StepOutcome): void {
    const { report, hop, timing } = this.#options;
    const { release } = hop;
    const seconds = (timing.now().getTime() - (this.#started.get(step) ?? timing.now().getTime())) / 1000;
    report({ type: "step-finished", step, release, outcome, seconds });
  }

  failure(): { readonly step: Step; readonly stackName?: string } | undefined {
    return this.#failed;
  }

  diagnostics(): string {
    return this.#messages.join("\n");
  }
}

function stepOf(urn: string): Step | undefined {
  return stepsByType.find(([type]) => urn.includes(type))?.[1];
}
