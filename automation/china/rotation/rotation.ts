import type { ChinaChoice } from "../../../model/environment/china.ts";
import { PantherError } from "../../../model/error.ts";
import type { StackApi } from "../../clients.ts";
import type { Report } from "../../events.ts";
import type { Run } from "../../run.ts";
import type { Timing } from "../../timing.ts";
import { bridgeCaller, type CallBridge } from "../callBridge.ts";
import { type JoinApis, joinApis } from "../clients.ts";

/** What a rotation works with: both sides of one environment, and how long things take. */
export interface Rotation {
  readonly environment: string;
  readonly runId: string;
  /** The backend's. */
  readonly region: string;
  readonly secretName: string;
  readonly webRootStackName: string;
  readonly apis: JoinApis;
  /** Of the web side. */
  readonly webStacks: Pick<StackApi, "listStackResources">;
  readonly callBridge: CallBridge;
  readonly settings: Pick<ChinaChoice, "keySettleSeconds" | "keyOverlapMinutes" | "keyKeepDays">;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly report: Report;
  /** Called right before anything is changed; throws where the run was interrupted. */
  readonly aboutToChange: () => void;
}

/**
 * The rotation of a run's environment, with clients of its own.
 * @throws PantherError `no-split` where the environment has no side in China
 */
export function rotationOf({ environment, id, reason, web, timing, signal, report, aboutToChange }: Run): Rotation {
  const { topology, name, region } = environment;
  const apis = joinApis(environment, { runId: id, ...(reason !== undefined && { reason }) });
  if (topology.kind === "standard" || !apis || !web) throw noSplit(name);
  return {
    environment: name,
    runId: id,
    region,
    secretName: topology.china.secretName,
    webRootStackName: topology.china.webRootStackName,
    apis,
    webStacks: web.aws.stacks,
    callBridge: bridgeCaller(),
    settings: topology.china,
    timing,
    signal,
    report,
    aboutToChange,
  };
}

export function noSplit(environment: string): PantherError {
  return new PantherError(
    "no-split",
    `${environment} has topology standard: it has no gateway in China, and no key for it.`,
    "Name an environment with topology china. Nothing was changed.",
  );
}
