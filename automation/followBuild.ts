import type { Build } from "@aws-sdk/client-codebuild";
import { PantherError } from "../model/error.ts";
import type { Run } from "./run.ts";

export interface EndedBuild {
  readonly build: Build;
  /** The end of its log. */
  readonly lastLines: readonly string[];
}

/** Lines kept of a build's log, for the report of a failure. */
const keptLines = 20;

/** Follows a build's phases and log until it has ended. */
export async function followBuild(run: Run, id: string): Promise<EndedBuild> {
  const lastLines: string[] = [];
  let phase = "";
  let logToken: string | undefined;
  for (;;) {
    const { builds: [build] = [] } = await run.aws.builds.batchGetBuilds({ ids: [id] });
    if (!build) throw buildGone(id);
    if (build.currentPhase && build.currentPhase !== phase) {
      phase = build.currentPhase;
      run.report({ type: "build-phase", id, phase });
    }
    logToken = await readLog(run, build, logToken, (line) => {
      lastLines.push(line);
      if (lastLines.length > keptLines) lastLines.shift();
      run.report({ type: "build-log", id, line });
    });
    if (build.buildComplete) return { build, lastLines };
    await run.timing.sleep(run.timing.pollMilliseconds, run.signal);
  }
}

/** Hands on the log's lines since `token`. @returns the token to go on from */
async function readLog(
  run: Run,
  { logs }: Build,
  token: string | undefined,
  take: (line: string) => void,
): Promise<string | undefined> {
  const { groupName, streamName } = logs ?? {};
  if (!groupName || !streamName) return token;
  const stream = { logGroupName: groupName, logStreamName: streamName, startFromHead: true };
  let next = token;
  for (;;) {
    // The log group appears with the first line; a log that can't be read must not fail the build.
    const page = await run.aws.logs
      .getLogEvents({ ...stream, ...(next && { nextToken: next }) })
      .catch(() => undefined);
    for (const { message = "" } of page?.events ?? []) take(message.trimEnd());
    // CloudWatch Logs hands the same token back at the end of a stream.
    if (!page?.nextForwardToken || page.nextForwardToken === next) return next;
    next = page.nextForwardToken;
  }
}

function buildGone(id: string): PantherError {
  return new PantherError(
    "build-gone",
    `CodeBuild does not know the build ${id} any more.`,
    "Somebody may have deleted it. Run the same command again: it starts another one.",
  );
}
