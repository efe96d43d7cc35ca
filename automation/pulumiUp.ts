import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { type HopSettings, hopVariable, writeHop } from "../model/environment/hop.ts";
import type { SideName } from "../model/environment/sides.ts";
import { PantherError } from "../model/error.ts";
import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import { sayExpired } from "../model/rules/expiredCredentials.ts";
import type { Step } from "../model/step.ts";
import { credentialsExpired } from "./credentials.ts";
import type { Report } from "./events.ts";
import type { Lease } from "./lease.ts";
import { runMark } from "./orphans.ts";
import { type PendingResource, resolvePendingCreates } from "./pendingCreates.ts";
import { systemProcesses } from "./processes.ts";
import { underPulumiLock } from "./pulumiLock.ts";
import { ensurePulumiStack, findPulumiStack } from "./pulumiStack.ts";
import { encryptionOf } from "./secretsProvider.ts";
import { StepTracker } from "./stepTracker.ts";
import { TerminalInterrupt } from "./terminalInterrupt.ts";
import type { Timing } from "./timing.ts";
import { updateMessage } from "./updateMessage.ts";
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
  /** In CloudFormation. */
  readonly rootStackName: string;
  /** What this `up` is for. */
  readonly hop: HopSettings;
  /** The release that the side that moves is brought to. */
  readonly release: ReleaseVersion;
  readonly runId: string;
  /** Whether Pulumi may be told of an environment that it doesn't know. */
  readonly newEnvironment: boolean;
  /** Look at AWS first, because something was deleted behind Pulumi's back. */
  readonly refresh: boolean;
  readonly timing: Timing;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** Of a split: the side that this `up` moves. */
  readonly side?: SideName;
  /** ID of what a killed Pulumi was about to create, where that is there. */
  readonly existing: (resource: PendingResource) => Promise<string | undefined>;
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
  const { signal, runId, release } = options;
  const stack = await stackOf(options);
  const message = updateMessage({ ...options, what: tagOf(release) });
  await underPulumiLock(options, stack, () => resolvePendingCreates(options, stack, message));
  // Pulumi is told of an abort by its event alone: one that came meanwhile would go unheard.
  signal.throwIfAborted();
  const steps = new StepTracker({ ...options, hop: { release } });
  const noted = noteOnce(options.lease, runMark(runId));
  try {
    await underPulumiLock(options, stack, () =>
      stack.up({
        color: "never",
        suppressProgress: true,
        refresh: options.refresh,
        message,
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
    const words = steps.diagnostics() || wordsOf(error as Error);
    if (sayExpired(words)) throw credentialsExpired(error);
    return { kind: "failed", ...steps.failure(), message: words };
  }
}

/** The Automation API quotes the whole command of a child that was killed. */
function wordsOf({ message }: Error): string {
  const signal = /was killed with (SIG[A-Z]+)/.exec(message)?.[1];
  return signal === undefined ? message : `Pulumi was killed (${signal}) in the middle of its work.`;
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

/**
 * The Pulumi stack that an `up` works with; made where a first deploy has none yet.
 * @throws PantherError `pulumi-stack-missing`, and those of {@link ensurePulumiStack}
 */
export async function stackOf(
  options: Pick<UpOptions, "projectDirectory" | "environment" | "hop" | "runId" | "reason" | "newEnvironment"> & {
    readonly rootStackName: string;
  },
): Promise<Stack> {
  const { projectDirectory, environment, hop, newEnvironment, rootStackName } = options;
  const variables = { [hopVariable]: writeHop(hop), ...userAgentVariables(options) };
  const place = { projectDirectory, environment, variables };
  if (newEnvironment) return await ensurePulumiStack({ ...place, ...(await encryptionOf(place)) });
  const stack = await findPulumiStack(place);
  if (stack) return stack;
  throw new PantherError(
    "pulumi-stack-missing",
    `${environment} runs in AWS, and Pulumi's state has no stack of that name.`,
    `Log in to the backend that holds it (pulumi whoami --verbose shows the present one), for example: pulumi login s3://<bucket>. If that state is lost: panther adopt ${environment} --stack ${rootStackName}`,
  );
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
