import { originOf, type Run, webRun } from "../run.ts";
import { type TeardownApis, teardownApis } from "./apis.ts";

/** One account and region, with all that a teardown calls there. */
export interface TeardownSide {
  readonly run: Run;
  readonly apis: TeardownApis;
}

/** The sides of an environment in the order in which they go: the web app needs its backend, so it goes first. */
export function teardownSides(run: Run): readonly [TeardownSide, ...TeardownSide[]] {
  const web = webRun(run);
  const { topology } = run.environment;
  const own = topology.kind === "china" ? topology.china.profile : undefined;
  const backend = { run, apis: apisOf(run, own) };
  if (!web) return [backend];
  return [{ run: web, apis: apisOf(web, topology.kind === "china" ? topology.china.webProfile : undefined) }, backend];
}

function apisOf(run: Run, profile: string | undefined): TeardownApis {
  return teardownApis({
    ...originOf(run),
    region: run.environment.region,
    ...(profile !== undefined && { profile }),
  });
}
