import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EC2 } from "@aws-sdk/client-ec2";
import { SSM } from "@aws-sdk/client-ssm";
import { type ClientOptions, clientSettings } from "../clients.ts";
import { type LogGroupApis, logGroupApis } from "../teardown/logGroups/logGroupApis.ts";

/** The calls that it takes to have an instance do something, and to see what it says. */
export interface SourceApis {
  readonly instances: Pick<EC2, "describeInstances" | "startInstances">;
  readonly commands: Pick<SSM, "describeInstanceInformation" | "sendCommand" | "listCommands" | "getCommandInvocation">;
  readonly logs: Pick<CloudWatchLogs, "describeLogStreams" | "getLogEvents">;
  readonly logGroups: LogGroupApis;
}

export function sourceClients(options: ClientOptions): SourceApis {
  const shared = clientSettings(options);
  return {
    instances: new EC2(shared),
    commands: new SSM(shared),
    logs: new CloudWatchLogs(shared),
    logGroups: logGroupApis(options),
  };
}
