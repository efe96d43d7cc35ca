import { causeOf } from "./cause.ts";
import type { Failure } from "./failures.ts";
import { type Operation, operationInNested } from "./operation.ts";
import { inPhases } from "./phases.ts";
import { logicalIdOf, nestedStackOf, type StackHistories, statusOf } from "./stackEvent.ts";

const removed = "The update ended well and removed this nested stack.";

/**
 * Nested stacks that an update removed although it ended well, outermost first: a template without them does that, and so
 * does a condition that no longer holds.
 */
export function lostStacks(
  root: Operation,
  stackArn: string,
  histories: StackHistories,
  path: readonly string[],
  operation: Operation = root,
): readonly Failure[] {
  if (operation.kind !== "update" || !/^UPDATE_COMPLETE/.test(operation.status)) return [];
  const nested = inPhases(stackArn, operation).flatMap((one) => {
    const arn = nestedStackOf(one.event);
    return arn === undefined ? [] : [{ ...one, arn }];
  });
  const kept = nested.filter(({ phase }) => phase === "forward");
  // A replaced nested stack is removed, too, under the logical ID of the one in its place.
  const keptIds = new Set(kept.map(({ event }) => event.LogicalResourceId));
  const gone = nested.filter(
    ({ event, phase }) =>
      phase === "cleanup" && /^DELETE_/.test(statusOf(event)) && !keptIds.has(event.LogicalResourceId),
  );
  // The newest event of each tells how far it has gone.
  const newest = new Map(gone.map((one) => [one.event.LogicalResourceId, one]));
  const lost = [...newest.values()].map(({ event, phase }) => ({
    ...causeOf(event, [], removed),
    path: [...path, logicalIdOf(event)],
    phase,
    cancelled: false,
  }));
  const others = new Map([...histories].filter(([arn]) => arn !== stackArn));
  const below = new Map(kept.map(({ arn, event }) => [arn, logicalIdOf(event)]));
  return [
    ...lost,
    ...[...below].flatMap(([arn, logicalId]) =>
      lostStacks(root, arn, others, [...path, logicalId], operationInNested(root, arn, others.get(arn) ?? [])),
    ),
  ];
}
