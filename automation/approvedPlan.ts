import { PantherError } from "../model/error.ts";
import { type EnvironmentPlan, releasesOnTheWay } from "../model/release/environmentPlan.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import { planWithChanges, removeKilledPreviews } from "./changes/planWithChanges.ts";
import type { Outcome, Progress, Refusal } from "./command.ts";
import { fileMark } from "./fileMark.ts";
import { observeStack } from "./observe.ts";
import type { Observation } from "./observeEnvironment.ts";
import { refusalOfPlan } from "./planRefusal.ts";
import type { WantedRelease } from "./planRun.ts";
import { type PlannedSide, type PlannedSides, planSides } from "./planSides.ts";
import { offerRecovery } from "./recovery/offerRecovery.ts";
import type { ApproveRecovery } from "./recovery/recoverEnvironment.ts";
import { type Run, webRun } from "./run.ts";

/** What is about to be done, for whoever has to say yes to it. */
export interface Proposal {
  readonly command: "deploy" | "upgrade";
  readonly plan: EnvironmentPlan;
  /** The release after which this run ends, where that is not the plan's last. */
  readonly stopAfter?: ReleaseVersion;
}

/** Says yes or no to a proposal. Asked when a plan has hops and nothing speaks against them. */
export type Approve = (proposal: Proposal, signal: AbortSignal) => Promise<boolean>;

export interface ApprovedPlan extends PlannedSides {
  readonly kind: "approved";
  /** Of the environment's file as it was planned with. */
  readonly fileMark: string;
}

/** What a deploy or an upgrade begins with. */
export interface ApprovalRequest {
  readonly wanted: WantedRelease & { readonly mode: Proposal["command"] };
  /** Left out: whoever calls has decided already. */
  readonly approve?: Approve;
  /** Asked where a stack is stuck. Left out: it is refused, and `panther recover` named. */
  readonly approveRecovery?: ApproveRecovery;
  /** Show what the first hop changes, resource by resource, and refuse what loses data unless it is accepted by name. */
  readonly changes?: boolean;
  /** Make the checks of `panther preflight` before it asks; left out: they are made. */
  readonly preflight?: boolean;
  /** @throws PantherError where the plan has no such release */
  readonly stopAfter?: (plan: EnvironmentPlan) => ReleaseVersion | undefined;
}

/**
 * Looks, plans, reports the plan, refuses it, or has it approved. Changes nothing but stacks that are stuck, where somebody
 * says yes to that.
 * @throws PantherError `changed-meanwhile` when the stack moved while somebody was thinking about the plan.
 */
export async function approvedPlan(
  run: Run,
  progress: Progress,
  { wanted, approve, approveRecovery, changes, preflight = true, stopAfter }: ApprovalRequest,
): Promise<ApprovedPlan | Exclude<Outcome, { kind: "done" }>> {
  progress.to = wanted.to;
  if (changes) await removeKilledPreviews(run);
  // An operation under way would change what runs: look only after it.
  const web = webRun(run);
  const stuck = (await offerRecovery(run, approveRecovery)) ?? (web && (await offerRecovery(web, approveRecovery)));
  if (stuck) return stuck;
  const mark = await fileMark(run.projectDirectory, run.environment.name);
  const way = await planSides(run, wanted);
  const planned = changes ? await planWithChanges(way) : way;
  const { plan } = planned;
  if (plan.from !== null) progress.from = plan.from;
  const last = stopAfter?.(plan);
  const proposal = { command: wanted.mode, plan, ...(last !== undefined && { stopAfter: last }) };
  run.report({ type: "planned", ...proposal });
  const refusal = refusalOfPlan(run, planned);
  if (refusal) return refusal;
  // The file is to name another release from now on, even where that one runs already.
  const renames = wanted.mode === "upgrade" && wanted.to !== run.environment.version;
  const moves = releasesOnTheWay(plan).length > 0;
  if (moves && preflight) {
    // A dozen clients that nothing else needs.
    const { refusedByPreflight } = await import("./preflight/preflightPlan.ts");
    const failed = await refusedByPreflight(run, plan);
    if (failed) return failed;
  }
  if (moves || renames) {
    const no = await refusedBy(approve, proposal, planned);
    if (no) return no;
  }
  return { kind: "approved", fileMark: mark, ...planned };
}

/**
 * Has a proposal approved.
 * @returns undefined where somebody said yes, or had before
 * @throws PantherError `changed-meanwhile`
 */
export async function refusedBy(
  approve: Approve | undefined,
  proposal: Proposal,
  { web, ...own }: Omit<PlannedSide, "plan" | "checked"> & Pick<PlannedSides, "web">,
): Promise<Refusal | undefined> {
  if (!approve) return undefined;
  const { signal } = own.run;
  const yes = await orAborted(approve(proposal, signal), signal);
  if (!yes) return notApproved(proposal.plan);
  for (const { run, observation } of web ? [own, web] : [own]) await refuseIfChanged(run, observation);
  return undefined;
}

/** A person's answer may take longer than the run's life. */
async function orAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return await new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

async function refuseIfChanged(run: Run, { root }: Observation): Promise<void> {
  const now = await observeStack(run.aws.stacks, run.environment.rootStackName);
  const same = now.kind === "absent" ? !root : markOf(now) === (root && markOf(root));
  if (same) return;
  throw new PantherError(
    "changed-meanwhile",
    `Somebody changed ${run.environment.rootStackName} after the plan was made. Nothing was changed by this run.`,
    "Run the same command again: it plans afresh.",
  );
}

function markOf({ stackId, status, lastChange }: NonNullable<Observation["root"]>): string {
  return [stackId, status, lastChange.toISOString()].join(" ");
}

function notApproved({ environment }: EnvironmentPlan): Refusal {
  return {
    kind: "refused",
    event: {
      type: "failed",
      code: "not-approved",
      message: `The plan of ${environment} was not approved. Nothing was changed.`,
      fix: `To look at it at leisure: panther plan ${environment}`,
    },
  };
}
