import type { EventApi } from "../../../automation/diagnosis/eventApi.ts";
import type { StackEvent } from "../../../model/diagnosis/stackEvent.ts";

interface Answers {
  /** By ARN, newest first. */
  readonly histories: ReadonlyMap<string, readonly StackEvent[]>;
  readonly pageSize?: number;
  /** Name of the error that every DescribeEvents gets. */
  readonly refused?: string;
  /** ARNs whose events may not be read. */
  readonly closed?: readonly string[];
}

/** CloudFormation with given histories, in pages; each event's operation is what its OperationType says. */
export function countedStacks({ histories, pageSize = 100, refused, closed = [] }: Answers) {
  const calls: string[] = [];
  const page = (events: readonly StackEvent[], token: string | undefined) => {
    const from = Number(token ?? 0);
    const next = from + pageSize < events.length ? { NextToken: String(from + pageSize) } : {};
    return { items: events.slice(from, from + pageSize), next };
  };
  const named = (arn = "") => arn.split("/")[1];
  const stacks = {
    async describeStackEvents({ StackName = "", NextToken }: { StackName?: string; NextToken?: string }) {
      calls.push(`events ${named(StackName)}`);
      if (closed.includes(StackName)) throw Object.assign(new Error("not authorized"), { name: "AccessDenied" });
      const { items, next } = page(histories.get(StackName) ?? [], NextToken);
      return {
        StackEvents: items.map(({ OperationType, ...event }) => ({
          ...event,
          OperationId: `${StackName}|${OperationType}`,
        })),
        ...next,
      };
    },
    async describeStacks({ StackName = "" }: { StackName?: string }) {
      calls.push(`stack ${named(StackName)}`);
      const types = new Set((histories.get(StackName) ?? []).flatMap(({ OperationType }) => OperationType ?? []));
      return {
        Stacks: [
          {
            LastOperations: [...types].map((OperationType) => ({
              OperationType,
              OperationId: `${StackName}|${OperationType}`,
            })),
          },
        ],
      };
    },
    async describeEvents({ OperationId = "", NextToken }: { OperationId?: string; NextToken?: string }) {
      const [arn = "", type] = OperationId.split("|");
      calls.push(`failures ${named(arn)}`);
      if (refused) throw Object.assign(new Error("no"), { name: refused });
      const failed = (histories.get(arn) ?? []).filter(
        ({ OperationType, ResourceStatus }) => OperationType === type && ResourceStatus?.endsWith("_FAILED"),
      );
      const { items, next } = page(failed, NextToken);
      return { OperationEvents: items, ...next };
    },
  };
  return { stacks: stacks as unknown as EventApi, calls };
}
