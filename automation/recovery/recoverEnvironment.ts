import { changesAnything, type RecoveryStep } from "../../model/recovery/recoveryStep.ts";
import { chooseSkips, pathOf } from "../../model/recovery/skips.ts";
import { type Outcome, runCommand } from "../command.ts";
import type { RunSummary } from "../events.ts";
import { type Run, type RunOptions, webRun } from "../run.ts";
import { findStacks } from "./findStacks.ts";
import { leftoverStacks } from "./leftovers.ts";
import { lookAtPulumi, recoverPulumi } from "./pulumiSide.ts";
import { deleteLeftover, recoverStack } from "./recoverStack.ts";
import type { RecoveryPlan } from "./recoveryEvents.ts";

/** Says yes or no to what a recovery is about to do. Asked when something in AWS is to change. */
export type ApproveRecovery = (plan: RecoveryPlan, signal: AbortSignal) => Promise<boolean>;

export interface RecoverOptions extends RunOptions {
  /** Left out: whoever calls has decided already. */
  readonly approve?: ApproveRecovery;
  /** What a continued rollback leaves as it is: logical IDs, paths of them, or AWS's names. */
  readonly skip?: readonly string[];
  /** Look and report the plan; change nothing and wait for nothing. */
  readonly dryRun?: boolean;
}

/**
 * Gets the environment's own stacks moving again, by the table of docs/recovery.md, then Pulumi's state. Running it again
 * joins what is under way and goes on from what stands. Every error is in the summary's result and the `failed` event.
 */
export function recoverEnvironment(options: RecoverOptions): Promise<RunSummary> {
  return runCommand("recover", options, async (run) => {
    const web = webRun(run);
    if (!web) return await recoverRun(run, options);
    const of = await skipsOfSides([run, web], options.skip ?? []);
    // What only a person can do on one side keeps nobody from the other. Pulumi's state is of both, so it comes last.
    const ofWeb = await recoverRun(web, { ...options, skip: of[1], leavePulumi: true });
    if (ofWeb.kind === "refused") return ofWeb;
    const backend = await recoverRun(run, { ...options, skip: of[0] });
    return backend.kind === "done" ? ofWeb : backend;
  });
}

/** What is to be skipped by side. A name that neither is stuck at is left to the first, which says so and changes nothing. */
async function skipsOfSides(
  [backend, web]: readonly [Run, Run],
  skip: readonly string[],
): Promise<readonly [readonly string[], readonly string[]]> {
  if (skip.length === 0) return [[], []];
  const unknownTo = async (side: Run) =>
    chooseSkips(skippable(await findStacks(side.aws.stacks, side.environment)), skip).unknown;
  const [unknownThere, unknownHere] = [await unknownTo(web), await unknownTo(backend)];
  const ofWeb = skip.filter((name) => !unknownThere.includes(name) && unknownHere.includes(name));
  return [skip.filter((name) => !ofWeb.includes(name)), ofWeb];
}

/** The same within a run of another command. */
export async function recoverRun(
  run: Run,
  {
    approve,
    skip = [],
    dryRun = false,
    leavePulumi = false,
  }: Pick<RecoverOptions, "approve" | "skip" | "dryRun"> & {
    /** Pulumi's state is looked at, and left to another side's recovery. */
    readonly leavePulumi?: boolean;
  },
): Promise<Outcome> {
  const stacks = dryRun ? await findStacks(run.aws.stacks, run.environment) : await settledStacks(run);
  const plan = await planOf(run, stacks, skip);
  run.report({ type: "recovery-planned", ...plan });
  const refused = refusalOfSkips(plan, skip);
  if (refused) return refused;
  const changes = changesAnything(plan.stacks) || plan.leftovers.length > 0;
  if (!dryRun) {
    const yes = !changes || !approve || (await approve(plan, run.signal));
    run.signal.throwIfAborted();
    if (!yes) return notApproved(run);
    const failed = await carryOut(run, plan, leavePulumi);
    if (failed) return failed;
  }
  return personsPart(plan) ?? (await rest(run, plan, dryRun));
}

/** Waits until CloudFormation is at work on none of the environment's own stacks. */
export async function settledStacks(run: Run): Promise<readonly RecoveryStep[]> {
  for (let told = false; ; told = true) {
    const stacks = await findStacks(run.aws.stacks, run.environment);
    const busy = stacks.filter(({ answer }) => answer === "wait");
    if (busy.length === 0) return stacks;
    const names = busy.map(({ name, status }) => `${name} is ${status}`).join(", ");
    const message = `${names}: waiting for CloudFormation to finish that first.`;
    if (!told) run.report({ type: "notice", message });
    await run.timing.sleep(run.timing.pollMilliseconds, run.signal);
  }
}

async function planOf(run: Run, stacks: readonly RecoveryStep[], skip: readonly string[]): Promise<RecoveryPlan> {
  const root = stacks.find(({ stack }) => stack === "root");
  return {
    environment: run.environment.name,
    stacks,
    skipped: chooseSkips(skippable(stacks), skip).skipped,
    leftovers: root?.answer === "nothing" ? await leftoverStacks(run.aws.stacks, root.stackId) : [],
    pulumi: await lookAtPulumi(run),
  };
}

function skippable(stacks: readonly RecoveryStep[]) {
  return stacks.filter(({ answer }) => answer === "continue-rollback").flatMap(({ blocked }) => blocked);
}

/** Names to skip that nothing is stuck at, with those that something is. */
function refusalOfSkips({ stacks }: RecoveryPlan, skip: readonly string[]): Outcome | undefined {
  const blocked = skippable(stacks);
  const { unknown, ambiguous } = chooseSkips(blocked, skip);
  if (unknown.length + ambiguous.length === 0) return undefined;
  const problems = [
    ...(unknown.length > 0 ? [`No rollback failed at ${unknown.join(", ")}.`] : []),
    ...(ambiguous.length > 0 ? [`Several resources go by ${ambiguous.join(", ")}.`] : []),
  ];
  return refused(
    "not-skippable",
    `${problems.join(" ")} Nothing was changed.`,
    blocked.length > 0
      ? `What can be skipped: ${blocked.map(pathOf).join(", ")}`
      : "No rollback is stuck, so there is nothing to skip: leave --skip out.",
  );
}

/** Role before root stack, whose rollback acts with the role; but a root stack that goes needs the role to go. */
async function carryOut(run: Run, plan: RecoveryPlan, leavePulumi: boolean): Promise<Outcome | undefined> {
  const deletesRole = ({ stack, answer }: RecoveryStep) => stack === "role" && answer === "delete";
  const inOrder = [...plan.stacks.filter((step) => !deletesRole(step)), ...plan.stacks.filter(deletesRole)];
  for (const step of inOrder) {
    const failed = await recoverStack(run, step, plan.skipped);
    if (failed) return failed;
  }
  for (const leftover of plan.leftovers) await deleteLeftover(run, leftover);
  if (!leavePulumi) await recoverPulumi(run, plan.pulumi);
  return undefined;
}

/** What is left for a person. */
function personsPart({ stacks }: RecoveryPlan): Outcome | undefined {
  const persons = stacks.filter(({ answer }) => answer === "person");
  if (persons.length === 0) return undefined;
  const message = persons.map(({ name, status, means, statusReason = "" }) =>
    [`${name} is ${status}: ${means}.`, statusReason.trim()].filter(Boolean).join(" "),
  );
  const fix = persons.flatMap(({ text, commands }) => [text, ...commands]);
  return {
    kind: "failed",
    event: { type: "failed", code: "person-needed", message: message.join("\n"), fix: fix.join(" ") },
  };
}

async function rest(run: Run, { pulumi }: RecoveryPlan, dryRun: boolean): Promise<Outcome> {
  if (!dryRun) {
    const stacks = await findStacks(run.aws.stacks, run.environment);
    const standing = Object.fromEntries(stacks.map(({ name, status }) => [name, status]));
    run.report({ type: "recovered", environment: run.environment.name, stacks: standing });
  }
  if (pulumi.kind !== "unavailable") return { kind: "done" };
  const { message, fix } = pulumi;
  return { kind: "failed", event: { type: "failed", code: "pulumi-unavailable", message, fix } };
}

function notApproved({ environment }: Run): Outcome {
  return refused(
    "not-approved",
    `The recovery of ${environment.name} was not approved. Nothing was changed.`,
    `To look at it at leisure: panther recover ${environment.name} --dry-run`,
  );
}

function refused(code: string, message: string, fix: string): Outcome {
  return { kind: "refused", event: { type: "failed", code, message, fix } };
}
