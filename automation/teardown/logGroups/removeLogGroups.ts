import { setMaxListeners } from "node:events";
import pLimit from "p-limit";
import type { LogGroupPlan, LogGroupResult } from "../../../model/teardown/logGroups/logGroupPlan.ts";
import { credentialsExpired } from "../../credentials.ts";
import { noCredentials } from "../buckets/openBucket.ts";
import type { LogGroupApis } from "./logGroupApis.ts";

export interface RemoveLogGroupsRequest {
  readonly apis: LogGroupApis;
  readonly signal: AbortSignal;
  /** Told of each as soon as it is known. */
  readonly report: (result: LogGroupResult) => void;
}

/** CloudWatch Logs takes about ten deletions a second. */
const callsAtOnce = 4;

/**
 * Deletes those whose way is `delete`, and leaves all others. What goes wrong with one stops no other.
 * @returns what became of each, in the order of the plans
 * @throws the signal's reason when it aborts; PantherError where the credentials are no longer valid.
 */
export async function removeLogGroups(
  plans: readonly LogGroupPlan[],
  request: RemoveLogGroupsRequest,
): Promise<readonly LogGroupResult[]> {
  const { signal, report } = request;
  setMaxListeners(0, signal);
  const limit = pLimit(callsAtOnce);
  const ended = await Promise.allSettled(
    plans.map((plan) =>
      limit(async () => {
        const result = await removeLogGroup(plan, request);
        report(result);
        return result;
      }),
    ),
  );
  signal.throwIfAborted();
  return ended.map((end) => {
    if (end.status === "rejected") throw end.reason;
    return end.value;
  });
}

async function removeLogGroup(
  { name, way }: LogGroupPlan,
  { apis, signal }: RemoveLogGroupsRequest,
): Promise<LogGroupResult> {
  if (way !== "delete") return { kind: "kept", name };
  signal.throwIfAborted();
  try {
    await apis.logs.deleteLogGroup({ logGroupName: name }, { abortSignal: signal });
    return { kind: "deleted", name };
  } catch (error) {
    signal.throwIfAborted();
    if (noCredentials(error)) throw credentialsExpired(error);
    const { name: code, message } = error as Error;
    if (code === "ResourceNotFoundException") return { kind: "gone", name };
    return { kind: "failed", name, why: `${code}: ${message}`, fix: fixOf(name, code, message) };
  }
}

const again = "Then run the same command again.";

function fixOf(name: string, code: string, message: string): string {
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protecting-log-groups-from-deletion.html
  if (code === "ValidationException" && /deletion protection/i.test(message)) {
    return `Switch its deletion protection off: aws logs put-log-group-deletion-protection --log-group-identifier ${name} --no-deletion-protection-enabled. ${again}`;
  }
  if (code === "AccessDeniedException") return `The caller needs logs:DeleteLogGroup on it. ${again}`;
  return again.replace("Then run", "Run");
}
