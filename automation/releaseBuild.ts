import { type ReleaseVersion, tagOf } from "../model/release/version.ts";
import type { Outcome, Progress } from "./command.ts";
import type { StepOutcome } from "./events.ts";
import type { PresentStack } from "./observe.ts";
import { type BuildResult, ensureBuild } from "./postDeployBuild.ts";
import type { Run } from "./run.ts";
import { timedStep } from "./timedStep.ts";

/** Sees to the post-deploy build of a release that stands. */
export async function releaseBuild(
  run: Run,
  progress: Progress,
  root: PresentStack,
  release: ReleaseVersion,
  force = false,
): Promise<Outcome> {
  const result = await timedStep(run, release, "build", () => ensureBuild(run, root, release, force), outcomeOf);
  if (result.kind === "none") {
    run.report({ type: "notice", message: `No build: ${result.why}.` });
    return { kind: "done" };
  }
  if (result.kind === "failed" || result.found !== "done") progress.builds.push(result.build);
  return result.kind === "succeeded" ? { kind: "done" } : { kind: "failed", event: buildFailed(run, release, result) };
}

function outcomeOf(result: BuildResult): StepOutcome {
  if (result.kind === "none") return "skipped";
  if (result.kind === "failed") return "failed";
  return result.found === "done" ? "unchanged" : "succeeded";
}

function buildFailed(run: Run, release: ReleaseVersion, result: Extract<BuildResult, { kind: "failed" }>) {
  const log = result.lastLines.map((line) => `\n  ${line}`).join("");
  return {
    type: "failed",
    code: "build-failed",
    message: `The build ${result.build.id} of ${tagOf(release)} ended ${result.build.status} in phase ${result.phase}: ${result.reason}${log}`,
    fix: `${tagOf(release)} is deployed and only its build is missing. Once the cause is removed: panther build ${run.environment.name}`,
  } as const;
}
