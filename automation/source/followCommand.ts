import type { GetCommandInvocationResult } from "@aws-sdk/client-ssm";
import { PantherError } from "../../model/error.ts";
import { type SourceEnd, sourceEndOf } from "../../model/source/sourceExit.ts";
import { type CommandLog, commandLog } from "./commandLog.ts";
import { findInstance } from "./findInstance.ts";
import type { SourceContext } from "./sourceContext.ts";

export interface EndedCommand {
  readonly end: SourceEnd;
  /** How it ended in Systems Manager's words. */
  readonly said: string;
  /** The end of its log. */
  readonly lastLines: readonly string[];
}

/** A command that was just sent is not known everywhere at once. */
const unknownLooks = 20;
/** How often it is looked whether the instance is still there: a command on one that is gone stays in progress for hours. */
const looksBetweenInstances = 20;
const underWay = ["Pending", "InProgress", "Delayed", "Cancelling"];

/**
 * Follows a command's output until it has ended. Systems Manager's own answer is cut at 24,000 characters, so the lines are
 * those that the agent writes to CloudWatch Logs as they come.
 * @throws PantherError `source-instance-gone`
 */
export async function followCommand(context: SourceContext, id: string, instanceId: string): Promise<EndedCommand> {
  const { timing, signal } = context;
  const log = commandLog(context, id, instanceId);
  for (let looks = 0; ; looks += 1) {
    const invocation = await invocationOf(context, id, instanceId, looks);
    await log.read();
    if (invocation && !underWay.includes(invocation.Status ?? "")) return ended(invocation, log);
    if (looks % looksBetweenInstances === looksBetweenInstances - 1) await expectRunning(context, instanceId);
    await timing.sleep(timing.pollMilliseconds, signal);
  }
}

async function invocationOf(
  { apis }: SourceContext,
  CommandId: string,
  InstanceId: string,
  looks: number,
): Promise<GetCommandInvocationResult | undefined> {
  try {
    return await apis.commands.getCommandInvocation({ CommandId, InstanceId });
  } catch (error) {
    if ((error as Error).name === "InvocationDoesNotExist" && looks < unknownLooks) return undefined;
    throw error;
  }
}

async function ended(
  { Status, StatusDetails = "", ResponseCode = -1, StandardOutputContent = "" }: GetCommandInvocationResult,
  log: CommandLog,
): Promise<EndedCommand> {
  await log.finish(StandardOutputContent);
  // -1: the script never ran, or something else than itself has ended it.
  const end = Status === "Success" || ResponseCode > 0 ? sourceEndOf(ResponseCode) : "failed";
  const said = ResponseCode > 0 ? `exit code ${ResponseCode}` : StatusDetails || `${Status}`;
  return { end, said, lastLines: log.lastLines };
}

async function expectRunning({ apis, environment }: SourceContext, instanceId: string): Promise<void> {
  const { id, state } = await findInstance(apis, environment);
  if (id === instanceId && ["running", "pending"].includes(state)) return;
  throw new PantherError(
    "source-instance-gone",
    `${instanceId} is ${id === instanceId ? state : "replaced"}, and the command on it has not ended.`,
    "What CloudFormation has begun goes on there. Run the same command again: it starts the instance and goes on from what stands.",
  );
}
