import { conditionOf } from "../model/rules/stackStatus.ts";
import { areExpired, credentialsExpired } from "./credentials.ts";
import { monitorStack } from "./monitor/monitorStack.ts";
import { observeStack } from "./observe.ts";
import { stackNames } from "./recover.ts";
import { progressBudget, type Run, type RunOptions, startRun, webRun } from "./run.ts";

/** What was watched. */
export type Watched =
  /** CloudFormation is at work on none of the environment's stacks. */
  | { readonly kind: "nothing" }
  /** CloudFormation's status of the stack at the end; `succeeded`: it did what it was asked to. */
  | { readonly kind: "ended"; readonly stack: string; readonly status: string; readonly succeeded: boolean };

/**
 * Follows what CloudFormation does with an environment at present, whoever began it: `resource-event`, `stack-progress` and
 * `failure-found` events. Changes nothing, and needs no lease.
 * @throws PantherError as `startRun`, `credentials-expired` on the way; the signal's reason.
 */
export async function watch(options: RunOptions): Promise<Watched> {
  const run = await startRun(options);
  const { timing, report, signal } = run;
  const web = webRun(run);
  const present = (await Promise.all((web ? [run, web] : [run]).map(presentStacks))).flat();
  const found = present.find(({ stack }) => conditionOf(stack.status) === "busy");
  if (!found) {
    const standing = present.map(({ stack }) => `${stack.name} is ${stack.status}`);
    const stands = standing.length > 0 ? standing.join(", ") : "none of its stacks is there";
    report({ type: "notice", message: `Nothing is under way in ${run.environment.name}: ${stands}.` });
    return { kind: "nothing" };
  }
  const { stack: busy, side } = found;
  const budget = side.budget ?? progressBudget(side.environment, timing);
  const told = new Set<string>();
  const onTrouble = (error: unknown) => {
    // No later look would fare better.
    if (areExpired(error)) throw credentialsExpired(error);
    const message = `A look at ${busy.name} failed (${(error as Error).message}); the next one is made all the same.`;
    if (!told.has(message)) report({ type: "notice", message });
    told.add(message);
  };
  const context = { stacks: side.aws.stacks, budget, timing, report, onTrouble };
  const operation = await monitorStack(context, { stack: busy.stackId, signal });
  const status = operation?.stacks.get(operation.rootId)?.status ?? "";
  const succeeded = /^(CREATE|UPDATE|DELETE|IMPORT)_COMPLETE$/.test(status);
  report({ type: "notice", message: `${busy.name} is ${status}.` });
  return { kind: "ended", stack: busy.name, status, succeeded };
}

/** An environment's own stacks that are there, in CloudFormation of their side. */
async function presentStacks(side: Run) {
  const states = await Promise.all(stackNames(side).map((name) => observeStack(side.aws.stacks, name)));
  return states.flatMap((stack) => (stack.kind === "present" ? [{ side, stack }] : []));
}
