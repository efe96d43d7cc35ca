import { upgradePath } from "../model/release/upgradePath.ts";
import { type Outcome, runCommand } from "./command.ts";
import { deployRelease, releaseUnknown } from "./deployRelease.ts";
import type { RunSummary } from "./events.ts";
import { notDeployed } from "./notDeployed.ts";
import { observeEnvironment, reportObserved } from "./observeEnvironment.ts";
import { settleStacks } from "./recover.ts";
import { releaseBuild } from "./releaseBuild.ts";
import type { RunOptions } from "./run.ts";

/**
 * Upgrades an environment from the release that runs to the one that it wants: minor by minor, each time role, root
 * stack, build. First of all it makes up for a build that the running release still lacks. Every error is in the
 * summary's result and the `failed` event.
 */
export function upgrade(options: RunOptions): Promise<RunSummary> {
  return runCommand(options, async (run, progress) => {
    const { environment, releases } = run;
    progress.to = environment.version;
    // An operation under way would change what runs: look only after it.
    await settleStacks(run);
    const observation = await observeEnvironment(run);
    reportObserved(run, observation);
    if (observation.kind === "nothing") return notDeployed(environment.name);
    const running = observation.running?.version;
    if (!running) return releaseUnknown(environment.name, environment.version);
    progress.from = running;
    const path = upgradePath(running, environment.version, releases);
    if (path.kind === "refused") {
      const { code, message, fix } = path;
      return { kind: "refused", event: { type: "failed", code, message, fix } };
    }
    let outcome: Outcome = await releaseBuild(run, progress, observation.root, running);
    for (const [index, { from, to }] of path.hops.entries()) {
      if (outcome.kind !== "done") break;
      run.report({ type: "release-started", from, to, index: index + 1, count: path.hops.length });
      outcome = await deployRelease(run, progress, { release: to, newEnvironment: false });
      if (outcome.kind === "done") progress.hops += 1;
    }
    return outcome;
  });
}
