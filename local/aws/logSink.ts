import type { LogSink } from "../codebuild/codebuild.ts";
import type { EmulatorClient } from "./emulatorClient.ts";

/** Writes builds' logs into CloudWatch Logs of the build's account. */
export function cloudWatchLogs(emulator: EmulatorClient): LogSink {
  const made = new Set<string>();
  return {
    async write(scope, group, stream, events) {
      const call = (action: string, input: unknown) =>
        emulator.json(scope, "logs", `Logs_20140328.${action}`, input, ["ResourceAlreadyExistsException"]);
      const name = `${scope.accountId} ${scope.region} ${group} ${stream}`;
      if (!made.has(name)) {
        await call("CreateLogGroup", { logGroupName: group });
        await call("CreateLogStream", { logGroupName: group, logStreamName: stream });
        made.add(name);
      }
      await call("PutLogEvents", { logGroupName: group, logStreamName: stream, logEvents: events });
    },
  };
}
