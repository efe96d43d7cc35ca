import type { Build } from "@aws-sdk/client-codebuild";
import semver from "semver";
import { PantherError } from "../model/error.ts";
import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import { buildProject, decideBuild, type KnownBuild, lastCompletion } from "./buildDue.ts";
import type { BuildApi, LogApi, StackApi } from "./clients.ts";
import type { StackEvent } from "./diagnosis/firstFailure.ts";
import type { BuildReport, Report } from "./events.ts";
import type { Timing } from "./timing.ts";

/** First release that has the CodeBuild project. Source: Panther documentation of 2021-10-01, "in v1.22+". */
const firstReleaseWithBuild = "1.22.0";

export type BuildResult =
  | { readonly kind: "succeeded"; readonly build: BuildReport; readonly started: boolean }
  | {
      readonly kind: "failed";
      readonly build: BuildReport;
      readonly phase: string;
      readonly reason: string;
      readonly lastLines: readonly string[];
    }
  | { readonly kind: "none"; readonly why: string };

export interface BuildContext {
  readonly stacks: StackApi;
  readonly builds: BuildApi;
  readonly logs: LogApi;
  readonly timing: Timing;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/**
 * Sees to it that the post-deploy build of what stands has succeeded: finds it done, joins the one that runs, or starts
 * one; then follows phases and log to the end.
 * @throws PantherError `build-project-missing` when the release should have the project and doesn't.
 */
export async function ensureBuild(
  context: BuildContext,
  rootStackId: string,
  release: ReleaseVersion,
): Promise<BuildResult> {
  if (!(await projectExists(context.builds))) {
    if (semver.lt(release, firstReleaseWithBuild)) {
      return { kind: "none", why: `${tagOf(release)} has no ${buildProject} project yet` };
    }
    throw new PantherError(
      "build-project-missing",
      `There is no CodeBuild project ${buildProject} in this account and region, and ${tagOf(release)} has one.`,
      "Check that the root stack's nested stacks are complete (panther status), and that the region is the root stack's.",
    );
  }
  const completion = await completionOf(context.stacks, rootStackId);
  const decision = decideBuild(completion, await knownBuilds(context.builds, completion.time));
  switch (decision.kind) {
    case "done":
      return { kind: "succeeded", build: { id: decision.build.id, status: decision.build.status }, started: false };
    case "join":
      context.report({ type: "build-started", id: decision.build.id, joined: true });
      return follow(context, decision.build.id, false);
    case "start": {
      const { build } = await context.builds.startBuild({
        projectName: buildProject,
        idempotencyToken: decision.idempotencyToken,
      });
      const id = build?.id ?? "";
      context.report({ type: "build-started", id, joined: false });
      return follow(context, id, true);
    }
  }
}

/** The newest build of the project, if it has any. */
export async function newestBuild(builds: BuildApi): Promise<BuildReport | undefined> {
  if (!(await projectExists(builds))) return undefined;
  const [newest] = await knownBuilds(builds, new Date(0));
  return newest && { id: newest.id, status: newest.status };
}

async function projectExists(builds: BuildApi): Promise<boolean> {
  const { projects = [] } = await builds.batchGetProjects({ names: [buildProject] });
  return projects.length > 0;
}

async function completionOf(stacks: StackApi, stackId: string) {
  let token: string | undefined;
  do {
    const page = await stacks.describeStackEvents({ StackName: stackId, ...(token && { NextToken: token }) });
    const found: StackEvent | undefined = lastCompletion(stackId, page.StackEvents ?? []);
    if (found) return { stackId, eventId: found.EventId ?? "", time: found.Timestamp ?? new Date(0) };
    token = page.NextToken;
  } while (token);
  throw new PantherError(
    "never-deployed",
    `${stackId} never completed a create or an update, so there is nothing to build after.`,
    "Deploy it first: panther deploy <environment>.",
  );
}

/** Builds since a time, newest first. */
async function knownBuilds(builds: BuildApi, since: Date): Promise<readonly KnownBuild[]> {
  const known: KnownBuild[] = [];
  let token: string | undefined;
  do {
    const page = await builds.listBuildsForProject({
      projectName: buildProject,
      sortOrder: "DESCENDING",
      ...(token && { nextToken: token }),
    });
    const ids = page.ids ?? [];
    const details = ids.length > 0 ? ((await builds.batchGetBuilds({ ids })).builds ?? []) : [];
    known.push(...details.map(knownBuild));
    token = details.some(({ startTime }) => startTime && startTime < since) ? undefined : page.nextToken;
  } while (token);
  return known.sort((a, b) => b.startTime.getTime() - a.startTime.getTime());
}

function knownBuild({ id = "", startTime = new Date(0), buildStatus }: Build): KnownBuild {
  return { id, startTime, status: buildStatus ?? "" };
}

/** Lines kept of a build's log, for the report of a failure. */
const keptLines = 20;

async function follow(context: BuildContext, id: string, started: boolean): Promise<BuildResult> {
  const lines: string[] = [];
  let phase = "";
  let logToken: string | undefined;
  for (;;) {
    const { builds: [build] = [] } = await context.builds.batchGetBuilds({ ids: [id] });
    if (build?.currentPhase && build.currentPhase !== phase) {
      phase = build.currentPhase;
      context.report({ type: "build-phase", id, phase });
    }
    logToken = await readLog(context, build, id, logToken, lines);
    if (build?.buildComplete) return outcome(build, started, lines);
    await context.timing.sleep(context.timing.pollMilliseconds, context.signal);
  }
}

async function readLog(
  context: BuildContext,
  build: Build | undefined,
  id: string,
  token: string | undefined,
  lines: string[],
) {
  const { groupName, streamName } = build?.logs ?? {};
  if (!groupName || !streamName) return token;
  let next = token;
  for (;;) {
    // The log group appears with the first line; a log that can't be read must not fail the build.
    const page = await context.logs
      .getLogEvents({
        logGroupName: groupName,
        logStreamName: streamName,
        startFromHead: true,
        ...(next && { nextToken: next }),
      })
      .catch(() => undefined);
    for (const { message = "" } of page?.events ?? []) {
      const line = message.trimEnd();
      lines.push(line);
      if (lines.length > keptLines) lines.shift();
      context.report({ type: "build-log", id, line });
    }
    // CloudWatch Logs hands the same token back at the end of a stream.
    if (!page?.nextForwardToken || page.nextForwardToken === next) return next;
    next = page.nextForwardToken;
  }
}

function outcome(build: Build, started: boolean, lastLines: readonly string[]): BuildResult {
  const report = { id: build.id ?? "", status: build.buildStatus ?? "" };
  if (report.status === "SUCCEEDED") return { kind: "succeeded", build: report, started };
  const failed = (build.phases ?? []).find(
    ({ phaseStatus }) => phaseStatus !== undefined && phaseStatus !== "SUCCEEDED",
  );
  const reason = failed?.contexts
    ?.map(({ message }) => message)
    .filter(Boolean)
    .join(" ");
  return { kind: "failed", build: report, phase: failed?.phaseType ?? "", reason: reason || report.status, lastLines };
}
