import {
  type EngineEvent,
  LocalWorkspace,
  type OpType,
  type Stack,
  StackNotFoundError,
} from "@pulumi/pulumi/automation/index.js";
import { type HopSettings, hopVariable, writeHop } from "../model/environment/hop.ts";
import { PantherError } from "../model/error.ts";
import { tagOf } from "../model/release/version.ts";
import type { Report, Step, StepOutcome } from "./events.ts";
import { TerminalInterrupt } from "./terminalInterrupt.ts";
import type { Timing } from "./timing.ts";

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
}

/**
 * Runs the project's own program for one release: role first, then root stack. One short `up` a release: with an S3
 * state backend, credentials that expire in a long one lose the last snapshot.
 */
export async function pulumiUp(options: UpOptions): Promise<UpResult> {
  const { signal } = options;
  const stack = await selectStack(options);
  // Pulumi is told of an abort by its event alone: one that came meanwhile would go unheard.
  signal.throwIfAborted();
  const steps = new StepTracker(options);
  try {
    await stack.up({
      color: "never",
      suppressProgress: true,
      refresh: options.refresh,
      message: `panther ${tagOf(options.hop.release)} (run ${options.runId})`,
      onEvent: (event) => steps.take(event),
      signal: signalForChild(signal),
    });
    return { kind: "done" };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: "failed", ...steps.failure(), message: steps.diagnostics() || (error as Error).message };
  }
}

async function selectStack(options: UpOptions): Promise<Stack> {
  const { projectDirectory, environment, hop, newEnvironment } = options;
  // With a directory, and not a function, the program that is there runs: the one that `pulumi up` runs.
  const program = { stackName: environment, workDir: projectDirectory };
  const workspace = { envVars: { [hopVariable]: writeHop(hop) } };
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
