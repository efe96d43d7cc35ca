import type { SeenStack } from "../../model/preflight/otherStacks.ts";
import { isLeftStack, type StayingQuestion, stayingOf } from "../../model/teardown/staying.ts";
import type { Staying } from "../../model/teardown/teardownPlan.ts";
import { resourcesOfStack } from "../preflight/ownedResources.ts";
import type { Run } from "../run.ts";
import type { TeardownSide } from "./side.ts";
import { type Looked, lookForStaying } from "./stayingSources.ts";

export interface RestQuestion extends Pick<StayingQuestion, "deployed" | "planned" | "deletedStacks" | "because"> {
  /** Every stack that is there. */
  readonly seen: readonly SeenStack[];
}

/** Everything of Panther's, or for it, that is no part of what is deleted. Changes nothing. */
export async function lookAtRest(
  { run, apis }: TeardownSide,
  { seen, ...question }: RestQuestion,
): Promise<{ readonly stays: readonly Staying[]; readonly unread: Looked["unread"] }> {
  const { expectedAccountId: accountId, region } = run.environment;
  const [{ existing, unread }, held] = await Promise.all([
    lookForStaying(apis, region, run.side),
    resourcesLeft(run, seen, question.deletedStacks),
  ]);
  return { stays: stayingOf({ ...question, place: { accountId, region }, existing, held, stacks: seen }), unread };
}

/** What the stacks hold that stay: it goes with them, and not by itself. */
async function resourcesLeft({ aws }: Run, seen: readonly SeenStack[], deleted: readonly string[]) {
  const left = seen.filter((stack) => isLeftStack(stack, deleted));
  return (await Promise.all(left.map(({ stackId }) => resourcesOfStack(aws.stacks, stackId)))).flat();
}
