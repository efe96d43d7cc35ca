import { upgradePath } from "../model/release/upgradePath.ts";
import { checkReleases, refusalOf } from "./checkReleases.ts";
import { type Outcome, runCommand } from "./command.ts";
import { deployRelease, releaseUnknown } from "./deployRelease.ts";
import type { RunSummary } from "./events.ts";
import { liveTemplate } from "./liveTemplate.ts";
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
  return runCommand("upgrade", options, async (run, progress) => {
    const { environment, catalog } = run;
    progress.to = environment.version;
    // An operation under way would change what runs: look only after it.
    await settleStacks(run);
    const observation = await observeEnvironment(run);
    reportObserved(run, observation);
    if (observation.kind === "nothing") return notDeployed(environment.name);
    const running = observation.running?.version;
    if (!running) return releaseUnknown(environment.name, environment.version);
    progress.from = running;
    const path = upgradePath(running, environment.version, catalog.releases, catalog.withdrawn);
    if (path.kind === "refused") {
      const { code, message, fix } = path;
      return { kind: "refused", event: { type: "failed", code, message, fix } };
    }
    const hops = path.hops.map(({ to }) => to);
    const checked = await checkReleases(run, hops, [await liveTemplate(run, observation.root.stackId)]);
    const refusal = refusalOf(run, checked);
    if (refusal) return refusal;
    let outcome: Outcome = await releaseBuild(run, progress, observation.root, running);
    for (const [index, hop] of checked.entries()) {
      if (outcome.kind !== "done") break;
      const from = hops[index - 1] ?? running;
      run.report({ type: "release-started", from, to: hop.release, index: index + 1, count: hops.length });
      outcome = await deployRelease(run, progress, { checked: hop, newEnvironment: false });
      if (outcome.kind === "done") progress.hops += 1;
    }
    return outcome;
  });
}
