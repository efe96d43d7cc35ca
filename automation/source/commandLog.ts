import { sourceLogGroup } from "../../model/source/sourceNames.ts";
import type { SourceContext } from "./sourceContext.ts";

/** What a command on an instance writes, line by line. */
export interface CommandLog {
  /** The end of it. */
  readonly lastLines: readonly string[];
  /** Reports what has come since the last time. */
  read(): Promise<void>;
  /**
   * Reports what comes late, once the command has ended.
   * @param answer Systems Manager's own copy, cut: taken where CloudWatch Logs has nothing.
   */
  finish(answer: string): Promise<void>;
}

/** Lines kept for the report of a failure. */
const keptLines = 15;
/** CloudWatch Logs has a line some seconds after it was written: so many looks without a new one, and no more than so many. */
const lateLooks = { quiet: 2, most: 10 };

export function commandLog(context: SourceContext, commandId: string, instanceId: string): CommandLog {
  const { apis, environment, timing, signal, report } = context;
  const logGroupName = sourceLogGroup(environment);
  const lastLines: string[] = [];
  let logStreamName: string | undefined;
  let token: string | undefined;
  let lines = 0;

  const take = (text: string) => {
    for (const line of text.trimEnd().split(/\r?\n/)) {
      lines += 1;
      lastLines.push(line);
      if (lastLines.length > keptLines) lastLines.shift();
      report({ type: "source-log", line });
    }
  };
  const read = async () => {
    // Until the first line there is no stream; and a log that can't be read must not end the run.
    logStreamName ??= await streamOf();
    if (logStreamName === undefined) return;
    for (;;) {
      const page = await apis.logs
        .getLogEvents({ logGroupName, logStreamName, startFromHead: true, ...(token && { nextToken: token }) })
        .catch(() => undefined);
      for (const { message = "" } of page?.events ?? []) take(message);
      // CloudWatch Logs hands the same token back at the end of a stream.
      if (!page?.nextForwardToken || page.nextForwardToken === token) return;
      token = page.nextForwardToken;
    }
  };
  const streamOf = async () => {
    const logStreamNamePrefix = `${commandId}/${instanceId}/`;
    const found = await apis.logs.describeLogStreams({ logGroupName, logStreamNamePrefix }).catch(() => undefined);
    return found?.logStreams?.map(({ logStreamName: name = "" }) => name).find((name) => name.endsWith("/stdout"));
  };
  const finish = async (answer: string) => {
    for (let looks = 0, quiet = 0; looks < lateLooks.most && quiet < lateLooks.quiet; looks += 1) {
      await timing.sleep(timing.pollMilliseconds, signal);
      const before = lines;
      await read();
      quiet = lines > before ? 0 : quiet + 1;
    }
    if (lines > 0 || answer.trim() === "") return;
    report({
      type: "notice",
      message: `CloudWatch Logs has nothing in ${logGroupName}: this is Systems Manager's copy, cut.`,
    });
    take(answer);
  };
  return { lastLines, read, finish };
}
