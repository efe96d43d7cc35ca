import type { OperationType } from "@aws-sdk/client-cloudformation";
import type { OperationKind } from "../../model/diagnosis/operation.ts";
import type { StackEvent } from "../../model/diagnosis/stackEvent.ts";
import { pages } from "../pages.ts";
import { type EventApi, isRefused } from "./eventApi.ts";

const typeOfKind: Readonly<Record<OperationKind, OperationType>> = {
  create: "CREATE_STACK",
  update: "UPDATE_STACK",
  // DescribeEvents has none for it.
  import: "UPDATE_STACK",
  delete: "DELETE_STACK",
};

/**
 * Reads the failures of a long history with DescribeEvents, which can leave everything else out: two calls instead of a
 * page for every hundred events. It answers for one operation, by default the newest, which after a failure is the
 * rollback: so the one that failed is asked for, as DescribeStacks names it. Not every account allows the call and not
 * every region knew it from the start; once refused, it is not tried again.
 *
 * @returns a function that takes the events that are known and resolves to them with the failures before; undefined where
 *   this way is closed.
 */
export function failedEventsReader(stacks: EventApi, root: OperationKind) {
  let refused = false;
  return async (arn: string, known: readonly StackEvent[]): Promise<readonly StackEvent[] | undefined> => {
    if (refused) return undefined;
    try {
      const { Stacks: [stack] = [] } = await stacks.describeStacks({ StackName: arn });
      const operations = stack?.LastOperations ?? [];
      // An update may have created the nested stack, and its rollback deleted it.
      const wanted = [typeOfKind[root], "CREATE_STACK", "UPDATE_STACK"];
      const operation = wanted.flatMap(
        (type) => operations.find(({ OperationType }) => OperationType === type) ?? [],
      )[0];
      if (!operation?.OperationId) return undefined;
      const failed = await failuresOf(stacks, arn, operation.OperationId);
      if (failed.length === 0) return undefined;
      const types = new Map(operations.map(({ OperationId, OperationType }) => [OperationId, OperationType]));
      const ids = new Set(known.map(({ EventId }) => EventId));
      return [
        ...known.map((event) => ({ ...event, OperationType: typeOf(event, types) })),
        ...failed.filter(({ EventId }) => !ids.has(EventId)),
      ];
    } catch (error) {
      if (!isRefused(error)) throw error;
      refused = true;
      return undefined;
    }
  };
}

async function failuresOf(stacks: EventApi, arn: string, operation: string): Promise<readonly StackEvent[]> {
  const events: StackEvent[] = [];
  const request = { OperationId: operation, Filters: { FailedEvents: true } };
  for await (const page of pages((token) => stacks.describeEvents({ ...request, ...token }))) {
    events.push(...(page.OperationEvents ?? []).filter(({ StackId }) => StackId === arn));
  }
  const name = arn.split("/")[1];
  return events.map((event) => ({ ...event, StackName: name }));
}

function typeOf(event: StackEvent, types: ReadonlyMap<string | undefined, string | undefined>): string | undefined {
  const { OperationId } = event as { readonly OperationId?: string };
  return OperationId === undefined ? undefined : types.get(OperationId);
}
