import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { Lambda } from "@aws-sdk/client-lambda";
import { type ClientOptions, clientSettings } from "../../clients.ts";

/** The calls that a teardown makes to find and delete log groups. */
export interface LogGroupApis {
  readonly logs: Pick<CloudWatchLogs, "describeLogGroups" | "listTagsForResource" | "deleteLogGroup">;
  readonly functions: Pick<Lambda, "listFunctions">;
}

/** Clients for the region whose log groups are to go. */
export function logGroupApis(options: ClientOptions): LogGroupApis {
  const shared = clientSettings(options);
  return { logs: new CloudWatchLogs(shared), functions: new Lambda(shared) };
}
