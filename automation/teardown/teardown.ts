import type { Environment } from "../../model/environment/environment.ts";
import { PantherError } from "../../model/error.ts";
import { isRefused } from "../../model/finding.ts";
import { somethingToDo } from "../../model/teardown/somethingToDo.ts";
import type { TeardownPlan } from "../../model/teardown/teardownPlan.ts";
import { failedEvent, type Outcome, runCommand } from "../command.ts";
import type { RunSummary } from "../events.ts";
import type { Run, RunOptions } from "../run.ts";
import { usualThreshold } from "./buckets/planBuckets.ts";
import { carryOut } from "./carryOut.ts";
import { describedByStack } from "./describedByStack.ts";
import { decided, planTeardown, type TeardownChoices } from "./planTeardown.ts";
import { teardownSides } from "./side.ts";

/** What a person says to a plan. */
export interface TeardownAnswer {
  /** Has to be the plan's `confirmation`. */
  readonly name: string;
  /** Log groups to be deleted as well, of those that the plan asks about. */
  readonly logGroups: readonly string[];
}

/** Shows a plan to somebody, and has them type the name. Asked when something is to be changed. */
export type ConfirmTeardown = (plan: TeardownPlan, signal: AbortSignal) => Promise<TeardownAnswer>;

export interface TeardownOptions extends Omit<RunOptions, "environment" | "described">, Partial<TeardownChoices> {
  /** Name of the environment; left out: `stack` is all there is. */
  readonly environment?: string;
  /** Name of the root stack: of one without an environment, or in place of the one that the environment's file names. */
  readonly stack?: string;
  /** Of a stack without an environment; left out: the caller's. */
  readonly region?: string;
  /** Left out, nothing is ever changed: without `dryRun` that is refused. */
  readonly confirm?: ConfirmTeardown;
  /** Look and report the plan; change nothing and wait for nothing. */
  readonly dryRun?: boolean;
}

/**
 * Removes a Panther: its stacks, its buckets, the log groups of its functions, and what the driver made beside them. Shows a
 * plan first and changes nothing before the name is typed. Each step looks before it acts, so that the same call again goes
 * on where the last one stopped, and finishes buckets that have expired meanwhile. Every error is in the summary's result
 * and the `failed` event.
 */
export async function teardown({ environment, stack, region, ...options }: TeardownOptions): Promise<RunSummary> {
  const named = { ...options, ...(stack !== undefined && { stack }) };
  if (environment !== undefined) {
    return await runCommand("teardown", { ...options, environment }, (run) => tearDownEnvironments(run, named));
  }
  const name = stack ?? "";
  const report = options.report ?? (() => undefined);
  try {
    const described = await describedByStack({ stack: name, region });
    return await runCommand("teardown --stack", { ...options, environment: name, described }, (run) =>
      tearDown(run, { ...named, isEnvironments: false }),
    );
  } catch (error) {
    report(failedEvent(error));
    const result = error instanceof PantherError ? "refused" : "failed";
    const summary: RunSummary = { type: "summary", environment: name, hops: 0, builds: [], result };
    report(summary);
    return summary;
  }
}

type Wishes = Omit<TeardownOptions, "environment" | "region">;

/** The environment of a file; or a root stack of another name in its account and region, and then nothing else of it. */
async function tearDownEnvironments(run: Run, wishes: Wishes): Promise<Outcome> {
  const { environment } = run;
  const { name, topology, rootStackName } = environment;
  const { stack = rootStackName } = wishes;
  if (stack === rootStackName) return await tearDown(run, { ...wishes, isEnvironments: true });
  if (topology.kind === "china") return otherOfSplit(stack, environment);
  run.report({
    type: "notice",
    message: `--stack names another root stack than ${name}'s ${rootStackName}: ${name}'s role and Pulumi's state stay.`,
  });
  return await tearDown(
    { ...run, environment: { ...environment, rootStackName: stack } },
    { ...wishes, isEnvironments: false },
  );
}

async function tearDown(run: Run, wishes: Wishes & { readonly isEnvironments: boolean }): Promise<Outcome> {
  const { confirm, dryRun = false, isEnvironments } = wishes;
  const { name } = run.environment;
  const sides = teardownSides(run);
  const planned = await planTeardown({
    sides,
    isEnvironments,
    accept: run.accept,
    // Where the file names another root stack, its environment is not what goes.
    confirmation: wishes.stack ?? name,
    keepData: wishes.keepData ?? false,
    threshold: wishes.threshold ?? usualThreshold,
    logGroups: wishes.logGroups ?? [],
    deleteSecretNow: wishes.deleteSecretNow ?? false,
    deleteReleaseBucket: wishes.deleteReleaseBucket ?? false,
    removeStack: wishes.removeStack ?? false,
    ...(wishes.roleArn !== undefined && { roleArn: wishes.roleArn }),
  });
  const { plan } = planned;
  run.report({ type: "teardown-planned", dryRun, ...plan });
  const unknown = (wishes.logGroups ?? []).filter((name) => !allLogGroups(plan).includes(name));
  if (unknown.length > 0) return unknownLogGroups(unknown, plan);
  if (isRefused(plan.findings)) return refusedBy(plan);
  if (dryRun) return { kind: "done" };
  if (!somethingToDo(plan)) {
    run.report({ type: "notice", message: `There is nothing left of ${plan.confirmation} to remove.` });
    return { kind: "done" };
  }
  const answer = await confirm?.(plan, run.signal);
  run.signal.throwIfAborted();
  if (!answer || answer.name !== plan.confirmation) return notConfirmed(plan);
  return await carryOut(sides, { ...planned, plan: withLogGroups(plan, answer.logGroups) });
}

function allLogGroups({ sides }: TeardownPlan): readonly string[] {
  return sides.flatMap(({ logGroups }) => logGroups.map(({ name }) => name));
}

function withLogGroups(plan: TeardownPlan, names: readonly string[]): TeardownPlan {
  const sides = plan.sides.map((side) => ({
    ...side,
    logGroups: side.logGroups.map((group) => decided(group, names)),
  }));
  return { ...plan, sides };
}

function refusedBy({ findings, environment }: TeardownPlan): Outcome {
  const errors = findings.filter(({ severity }) => severity === "error");
  return refused(
    errors[0]?.code ?? "refused",
    [...errors.map(({ message }) => message), "Nothing was changed."].join("\n"),
    errors.map(({ fix }) => fix).join("\n") || `See panther teardown ${environment} --dry-run`,
  );
}

function otherOfSplit(stack: string, { name, rootStackName, region }: Environment): Outcome {
  return refused(
    "stack-of-split",
    `${stack} is not ${name}'s root stack, which is ${rootStackName}: its web side, keys and secret belong to that one. Nothing was changed.`,
    `To remove ${name}: panther teardown ${name}. To remove ${stack} alone, leave ${name} out, with credentials of its account: panther teardown --stack ${stack} --region ${region}`,
  );
}

function notConfirmed({ confirmation }: TeardownPlan): Outcome {
  return refused(
    "not-confirmed",
    `The teardown was not confirmed by the name ${confirmation}. Nothing was changed.`,
    `To confirm it, type ${confirmation}, or give --confirm ${confirmation}. To look at leisure: --dry-run`,
  );
}

function unknownLogGroups(names: readonly string[], { sides }: TeardownPlan): Outcome {
  const asked = sides.flatMap(({ logGroups }) => logGroups.flatMap(({ name, way }) => (way === "ask" ? [name] : [])));
  return refused(
    "log-group-unknown",
    `There is no log group like Panther's with the name ${names.join(", ")}. Nothing was changed.`,
    asked.length > 0 ? `The plan asks about: ${asked.join(", ")}` : "The plan asks about none: leave --log-groups out.",
  );
}

function refused(code: string, message: string, fix: string): Outcome {
  return { kind: "refused", event: { type: "failed", code, message, fix } };
}
