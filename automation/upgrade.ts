import { upgradePath } from "../model/release/upgradePath.ts";
import { type CommandResult, finish, reportObserved } from "./deploy.ts";
import { buildRelease, deployRelease, failedBy, type ReleaseResult } from "./deployRelease.ts";
import { recover } from "./recover.ts";
import { observe, type RunOptions, SummaryBuilder, startRun } from "./run.ts";

/**
 * Upgrades an environment from the release that runs to the one that it wants: minor by minor, each time role, root
 * stack, build. First of all it makes up for a build that the running release still lacks.
 * @throws PantherError for wrong use and for configurations that are not valid.
 */
export async function upgrade(options: RunOptions): Promise<CommandResult> {
  const run = await startRun(options);
  const { environment } = run;
  // An operation under way would change what runs: look only after it.
  await recover(run);
  const observed = await observe(run);
  reportObserved(run, observed);
  const running = observed.running?.version;
  const builder = new SummaryBuilder(environment.name, running, environment.version);
  if (!running)
    return finish(run, builder, { kind: "refused", event: nothingRuns(environment.name, observed.root.kind) });
  const path = upgradePath(running, environment.version, run.releases);
  if (path.kind === "refused") {
    const { code, message, fix } = path;
    return finish(run, builder, { kind: "refused", event: { type: "failed", code, message, fix } });
  }
  let result: ReleaseResult = await buildRelease(run, running);
  for (const [index, { from, to }] of path.hops.entries()) {
    if (result.kind !== "done") break;
    run.report({ type: "release-started", from, to, index: index + 1, count: path.hops.length });
    result = await deployRelease(run, to).catch(failedBy);
    if (result.kind === "done") builder.hops += 1;
    if (result.kind === "done" && result.build && index + 1 < path.hops.length) builder.builds.push(result.build);
  }
  return finish(run, builder, result);
}

function nothingRuns(environment: string, root: "absent" | "present") {
  return root === "absent"
    ? ({
        type: "failed",
        code: "not-deployed",
        message: `Nothing runs in ${environment} yet, so there is nothing to upgrade.`,
        fix: `Deploy it first: panther deploy ${environment}`,
      } as const)
    : ({
        type: "failed",
        code: "release-unknown",
        message: `Which release runs in ${environment} can't be told: no tag, no mapping, no published template equals the live one.`,
        fix: "Check that the release bucket can be read from this account.",
      } as const);
}
