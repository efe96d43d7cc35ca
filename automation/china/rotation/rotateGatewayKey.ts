import { type Outcome, runCommand } from "../../command.ts";
import type { RunSummary } from "../../events.ts";
import type { Run, RunOptions } from "../../run.ts";
import { finishRotation } from "./finishRotation.ts";
import { observeJoin } from "./observeJoin.ts";
import { rotateKey } from "./rotateKey.ts";
import { type Rotation, rotationOf } from "./rotation.ts";
import { listedKeys, type RotationPlan } from "./rotationEvents.ts";

/** Says yes or no to what a rotation is about to do. */
export type ApproveRotation = (plan: RotationPlan, signal: AbortSignal) => Promise<boolean>;

export interface RotateKeyOptions extends RunOptions {
  /** `finish`: make no new key, do only what a rotation before has left to do. Default: `rotate`. */
  readonly work?: RotationPlan["work"];
  /** For how many minutes the old key goes on working; left out: as the environment's file says. */
  readonly overlapMinutes?: number;
  /** Left out: whoever calls has decided already. */
  readonly approve?: ApproveRotation;
}

/**
 * Gives the web app of a split in China a new key for the gateway, starts its services anew, and retires the key before.
 * A run that ends early leaves a key that works. Every error is in the summary's result and the `failed` event.
 */
export function rotateGatewayKey(options: RotateKeyOptions): Promise<RunSummary> {
  return runCommand("china rotate-key", options, (run) => rotateInRun(run, options));
}

async function rotateInRun(
  run: Run,
  { work = "rotate", overlapMinutes, approve }: Pick<RotateKeyOptions, "work" | "overlapMinutes" | "approve">,
): Promise<Outcome> {
  const rotation = withOverlap(rotationOf(run), overlapMinutes);
  const plan = await planOf(rotation, work);
  run.report({ type: "rotation-planned", ...plan });
  const yes = !approve || (await approve(plan, run.signal));
  run.signal.throwIfAborted();
  if (!yes) return notApproved(plan);
  await (work === "finish" ? finishRotation(rotation) : rotateKey(rotation));
  return { kind: "done" };
}

function withOverlap(rotation: Rotation, keyOverlapMinutes: number | undefined): Rotation {
  if (keyOverlapMinutes === undefined) return rotation;
  return { ...rotation, settings: { ...rotation.settings, keyOverlapMinutes } };
}

async function planOf(rotation: Rotation, work: RotationPlan["work"]): Promise<RotationPlan> {
  const { bridge, keys } = await observeJoin(rotation);
  const { environment, secretName, settings } = rotation;
  return {
    environment,
    url: bridge.url,
    secret: secretName,
    work,
    overlapMinutes: settings.keyOverlapMinutes,
    keys: listedKeys(keys),
  };
}

function notApproved({ environment }: RotationPlan): Outcome {
  return {
    kind: "refused",
    event: {
      type: "failed",
      code: "not-approved",
      message: `The rotation of ${environment}'s gateway key was not approved. Nothing was changed.`,
      fix: `Whether the key that is there works tells: panther china check ${environment}`,
    },
  };
}
