import type { Build } from "@aws-sdk/client-codebuild";
import semver from "semver";
import { PantherError } from "../model/error.ts";
import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import { buildProject, decideBuild, type KnownBuild } from "./buildDue.ts";
import type { BuildApi } from "./clients.ts";
import type { BuildReport } from "./events.ts";
import { type EndedBuild, followBuild } from "./followBuild.ts";
import { completionOf } from "./lastCompletion.ts";
import type { PresentStack } from "./observe.ts";
import type { Run } from "./run.ts";

/** First release that has the CodeBuild project. Source: Panther documentation of 2021-10-01, "in v1.22+". */
const firstReleaseWithBuild = "1.22.0";

export type BuildResult =
  | { readonly kind: "succeeded"; readonly build: BuildReport; readonly found: "done" | "running" | "started" }
  | {
      readonly kind: "failed";
      readonly build: BuildReport;
      readonly phase: string;
      readonly reason: string;
      readonly lastLines: readonly string[];
    }
  | { readonly kind: "none"; readonly why: string };

/**
 * Sees to it that the post-deploy build of what stands has succeeded: finds it done, joins the one that runs, or starts
 * one; then follows phases and log to the end. With `force` one is started though another has succeeded.
 * @throws PantherError `build-project-missing` when the release should have the project and doesn't.
 */
export async function ensureBuild(
  run: Run,
  root: PresentStack,
  release: ReleaseVersion,
  force = false,
): Promise<BuildResult> {
  const { builds } = run.aws;
  if (!(await projectExists(builds))) {
    if (semver.lt(release, firstReleaseWithBuild)) {
      return { kind: "none", why: `${tagOf(release)} has no ${buildProject} project yet` };
    }
    throw projectMissing(release);
  }
  const completion = await completionOf(run.aws.stacks, root);
  for (;;) {
    const decision = decideBuild(completion, await buildsSince(builds, completion.time), force);
    switch (decision.kind) {
      case "done":
        return { kind: "succeeded", build: { id: decision.build.id, status: decision.build.status }, found: "done" };
      case "join":
        run.report({ type: "build-started", id: decision.build.id, joined: true });
        return resultOf(await followBuild(run, decision.build.id), "running");
      case "wait":
        run.report({
          type: "notice",
          message: `Build ${decision.build.id}, of what stood before, still runs: waiting.`,
        });
        await followBuild(run, decision.build.id);
        break;
      case "start":
        return await startBuild(run, decision.idempotencyToken);
    }
  }
}

/** The newest build of the project, if it has any. */
export async function newestBuild(builds: BuildApi): Promise<BuildReport | undefined> {
  if (!(await projectExists(builds))) return undefined;
  const { ids: [id] = [] } = await builds.listBuildsForProject({ projectName: buildProject, sortOrder: "DESCENDING" });
  if (!id) return undefined;
  const { builds: [newest] = [] } = await builds.batchGetBuilds({ ids: [id] });
  return { id, status: newest?.buildStatus ?? "" };
}

async function projectExists(builds: BuildApi): Promise<boolean> {
  const { projects = [] } = await builds.batchGetProjects({ names: [buildProject] });
  return projects.length > 0;
}

function projectMissing(release: ReleaseVersion): PantherError {
  return new PantherError(
    "build-project-missing",
    `There is no CodeBuild project ${buildProject} in this account and region, and ${tagOf(release)} has one.`,
    "Check that the root stack's nested stacks are complete (panther status), and that the region is the root stack's.",
  );
}

async function startBuild(run: Run, idempotencyToken: string): Promise<BuildResult> {
  run.aboutToChange();
  const { build } = await run.aws.builds.startBuild({ projectName: buildProject, idempotencyToken });
  const id = build?.id ?? "";
  run.report({ type: "build-started", id, joined: false });
  return resultOf(await followBuild(run, id), "started");
}

/** Builds from the newest to the first one before a time, and older ones of the same page. */
async function buildsSince(builds: BuildApi, since: Date): Promise<readonly KnownBuild[]> {
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
    token = known.some(({ startTime }) => startTime < since) ? undefined : page.nextToken;
  } while (token);
  return known.sort((a, b) => b.startTime.getTime() - a.startTime.getTime());
}

function knownBuild({ id = "", startTime = new Date(0), buildStatus }: Build): KnownBuild {
  return { id, startTime, status: buildStatus ?? "" };
}

function resultOf({ build, lastLines }: EndedBuild, found: "running" | "started"): BuildResult {
  const report = { id: build.id ?? "", status: build.buildStatus ?? "" };
  if (report.status === "SUCCEEDED") return { kind: "succeeded", build: report, found };
  const failed = (build.phases ?? []).find(
    ({ phaseStatus }) => phaseStatus !== undefined && phaseStatus !== "SUCCEEDED",
  );
  const messages = failed?.contexts?.flatMap(({ message }) => message ?? []).filter(Boolean) ?? [];
  return {
    kind: "failed",
    build: report,
    phase: failed?.phaseType ?? "",
    reason: messages.join(" ") || report.status,
    lastLines,
  };
}
