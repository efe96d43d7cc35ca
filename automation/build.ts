import { tagOf } from "../model/release/version.ts";
import { type CommandResult, finish, reportObserved } from "./deploy.ts";
import { buildRelease } from "./deployRelease.ts";
import { observe, type RunOptions, SummaryBuilder, startRun } from "./run.ts";

/** Sees to the post-deploy build of the release that runs: finds it done, joins it, or starts it. */
export async function build(options: RunOptions): Promise<CommandResult> {
  const run = await startRun(options);
  const observed = await observe(run);
  reportObserved(run, observed);
  const running = observed.running?.version ?? run.environment.version;
  const builder = new SummaryBuilder(run.environment.name, running, running);
  if (observed.root.kind === "absent") {
    const event = {
      type: "failed",
      code: "not-deployed",
      message: `Nothing runs in ${run.environment.name} yet, so there is no build to run after ${tagOf(running)}.`,
      fix: `Deploy it first: panther deploy ${run.environment.name}`,
    } as const;
    return finish(run, builder, { kind: "refused", event });
  }
  return finish(run, builder, await buildRelease(run, running));
}
