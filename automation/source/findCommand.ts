import type { Command } from "@aws-sdk/client-ssm";
import { isOurs } from "../../model/source/sourceNames.ts";
import type { Timing } from "../timing.ts";
import type { SourceApis } from "./sourceApis.ts";

/** Longer than any run: nothing that is older is under way. */
export const longestRunSeconds = 12 * 3600;

export interface RunningCommand {
  readonly id: string;
  /** What it said of itself when it was sent. */
  readonly comment: string;
}

/** The command of ours that is under way on an instance; undefined where there is none. */
export async function findCommand(
  { commands }: Pick<SourceApis, "commands">,
  instanceId: string,
  timing: Timing,
): Promise<RunningCommand | undefined> {
  const since = new Date(timing.now().getTime() - 2 * longestRunSeconds * 1000);
  const value = since.toISOString().replace(/\.\d+Z$/, "Z");
  let NextToken: string | undefined;
  do {
    const page = await commands.listCommands({
      InstanceId: instanceId,
      Filters: [{ key: "InvokedAfter", value }],
      ...(NextToken && { NextToken }),
    });
    const found = page.Commands?.find(isUnderWay);
    if (found) return { id: found.CommandId ?? "", comment: found.Comment ?? "" };
    NextToken = page.NextToken;
  } while (NextToken);
  return undefined;
}

function isUnderWay({ Comment = "", Status }: Command): boolean {
  return isOurs(Comment) && ["Pending", "InProgress", "Cancelling"].includes(Status ?? "");
}
