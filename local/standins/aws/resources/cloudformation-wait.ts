import {
  type CloudFormationClient,
  DescribeStackEventsCommand,
  type Stack,
  type StackEvent,
} from "@aws-sdk/client-cloudformation";
import type { Call } from "../call.ts";
import { textOf } from "../errors.ts";
import { waitFor } from "../wait.ts";

export type Operation = "create" | "update" | "delete";

interface StackWait {
  readonly call: Call;
  readonly client: CloudFormationClient;
  readonly operation: Operation;
  readonly id: string;
  readonly token: string;
  readonly timeoutSeconds: number;
  find(): Promise<Stack | undefined>;
}

interface Ends {
  readonly pending: readonly string[];
  readonly target: readonly string[];
  /** Ends that are failures, with the events that say why. */
  readonly failures: Readonly<Record<string, (event: StackEvent) => boolean>>;
}

const isFailure = (event: StackEvent) => event.ResourceStatus?.endsWith("_FAILED") ?? false;
const isRollback = (event: StackEvent) => isFailure(event) || (event.ResourceStatus?.startsWith("ROLLBACK_") ?? false);
const isDeletion = (event: StackEvent) =>
  isFailure(event) ||
  (event.ResourceStatus === "DELETE_IN_PROGRESS" && event.ResourceType === "AWS::CloudFormation::Stack");

const ends: Readonly<Record<Operation, Ends>> = {
  create: {
    pending: ["CREATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"],
    target: [
      "CREATE_COMPLETE",
      "CREATE_FAILED",
      "DELETE_COMPLETE",
      "DELETE_FAILED",
      "ROLLBACK_COMPLETE",
      "ROLLBACK_FAILED",
    ],
    failures: {
      ROLLBACK_COMPLETE: isRollback,
      ROLLBACK_FAILED: isRollback,
      DELETE_COMPLETE: isDeletion,
      DELETE_FAILED: isDeletion,
      CREATE_FAILED: isFailure,
    },
  },
  update: {
    pending: [
      "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "UPDATE_IN_PROGRESS",
      "UPDATE_ROLLBACK_IN_PROGRESS",
      "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
    ],
    target: ["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED"],
    failures: { UPDATE_ROLLBACK_COMPLETE: isRollback, UPDATE_ROLLBACK_FAILED: isRollback },
  },
  delete: {
    pending: ["DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"],
    target: ["DELETE_COMPLETE", "DELETE_FAILED"],
    failures: { DELETE_FAILED: isFailure },
  },
};

/** Waits for the end of an operation; a bad end throws its status and AWS's own reasons, newest first. */
export async function waitForStack(wait: StackWait): Promise<void> {
  const { call, operation, id, timeoutSeconds } = wait;
  const { pending, target, failures } = ends[operation];
  try {
    const stack = await waitFor(call, {
      delaySeconds: 10,
      timeoutSeconds,
      pending,
      target,
      look: async () => {
        const thing = await wait.find();
        return thing && { status: thing.StackStatus ?? "", thing };
      },
    });
    const explains = failures[stack.StackStatus ?? ""];
    if (explains === undefined) return;
    const reasons = await reasonsFor(wait, explains);
    const why = reasons.length > 0 ? reasons.join("\n") : (stack.StackStatusReason ?? "");
    throw new Error(`stack status (${stack.StackStatus}): ${why}`);
  } catch (error) {
    throw new Error(`waiting for CloudFormation Stack (${id}) ${operation}: ${textOf(error)}`);
  }
}

async function reasonsFor(
  { client, id, token }: StackWait,
  explains: (event: StackEvent) => boolean,
): Promise<readonly string[]> {
  const reasons: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new DescribeStackEventsCommand({ StackName: id, NextToken })).catch(() => undefined);
    for (const event of page?.StackEvents ?? []) {
      if (event.ClientRequestToken !== token || event.ResourceStatusReason === undefined) continue;
      if (explains(event)) reasons.push(event.ResourceStatusReason);
    }
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
  return reasons;
}
