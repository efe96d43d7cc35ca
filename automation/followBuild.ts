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

/** Looks at the log of a build that has failed: at most so many, and no more once so many in a row brought nothing. */
const lateLooks = { most: 5, quiet: 2 };

/** Follows a build's phases and log until it has ended; where it failed, until the end of its log is there, too. */
export async function followBuild(run: Run, id: string): Promise<EndedBuild> {
  const lastLines: string[] = [];
  let phase = "";
  let logToken: string | undefined;
  const take = (line: string) => {
    lastLines.push(line);
    if (lastLines.length > keptLines) lastLines.shift();
    run.report({ type: "build-log", id, line });
  };
  for (;;) {
    const { builds: [build] = [] } = await run.aws.builds.batchGetBuilds({ ids: [id] });
    if (!build) throw buildGone(id);
    if (build.currentPhase && build.currentPhase !== phase) {
      phase = build.currentPhase;
      run.report({ type: "build-phase", id, phase });
    }
    logToken = await readLog(run, build, logToken, take);
    if (build.buildComplete) {
      if (build.buildStatus !== "SUCCEEDED") await readLateLines(run, build, logToken, take);
      return { build, lastLines };
    }
    await run.timing.sleep(run.timing.pollMilliseconds, run.signal);
  }
}

/** CloudWatch Logs has a line some seconds after it was written, and the last ones are those that say what failed. */
async function readLateLines(
  run: Run,
  build: Build,
  token: string | undefined,
  take: (line: string) => void,
): Promise<void> {
  if (!build.logs?.streamName) return;
  let next = token;
  for (let looks = 0, quiet = 0; looks < lateLooks.most && quiet < lateLooks.quiet; looks += 1) {
    await run.timing.sleep(run.timing.pollMilliseconds, run.signal);
    quiet += 1;
    next = await readLog(run, build, next, (line) => {
      quiet = 0;
      take(line);
    });
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
