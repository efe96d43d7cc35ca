import type { BridgeKey } from "../../../model/china/bridgeKey.ts";

/**
 * Steps of a rotation, in their order: a new key, it answers, it is in the secret; the web app has it, the secret's key
 * answers, the old key may still be used, it is disabled, one that was disabled before is deleted.
 */
export type KeyStep = "new-key" | "answers" | "secret" | "web" | "check" | "overlap" | "disable" | "delete";

/** What a rotation reports. No key's value is in any of it. */
export type RotationEvent =
  | ({
      /** What a rotation has found and is about to do, before it asks and before anything is changed. */
      readonly type: "rotation-planned";
    } & RotationPlan)
  | {
      /** A step of a key's rotation begins. */
      readonly type: "key-step-started";
      readonly step: KeyStep;
    }
  | {
      /** A step of a key's rotation has ended. */
      readonly type: "key-step-finished";
      readonly step: KeyStep;
      /** `unchanged`: it was so already. */
      readonly outcome: "done" | "unchanged" | "failed";
      /** IDs of API keys, ARNs of ECS services or the secret's name: what the step was about. */
      readonly of: readonly string[];
      readonly seconds: number;
    }
  | {
      /** What keys there are after a rotation: the environment's own, and others that the bridge knows. */
      readonly type: "gateway-keys";
      readonly keys: readonly ListedKey[];
    };

/** What a rotation is about to do. */
export interface RotationPlan {
  readonly environment: string;
  /** Of the bridge's stage. */
  readonly url: string;
  /** Name of the web app's secret. */
  readonly secret: string;
  /** `rotate`: make a new key. `finish`: only what a rotation before has left to do. */
  readonly work: "rotate" | "finish";
  /** Minutes for which the old key goes on working. */
  readonly overlapMinutes: number;
  readonly keys: readonly ListedKey[];
}

/** An API key that the bridge knows, or that is ours. */
export interface ListedKey {
  /** API Gateway's ID of it. */
  readonly id: string;
  readonly name: string;
  /** Made by this project for this environment. Others' are listed, and left alone. */
  readonly ours: boolean;
  readonly enabled: boolean;
  /** Whether it is the one that the web app is told. */
  readonly inSecret: boolean;
  /** ISO 8601. */
  readonly created: string;
}

/** Those of an account's keys that have to do with the bridge, oldest first. */
export function listedKeys(keys: readonly BridgeKey[]): readonly ListedKey[] {
  return keys
    .filter(({ ours, plans, inSecret }) => ours || inSecret || plans.length > 0)
    .sort((a, b) => a.created.getTime() - b.created.getTime())
    .map(({ id, name, ours, enabled, inSecret, created }) => ({
      id,
      name,
      ours,
      enabled,
      inSecret,
      created: created.toISOString(),
    }));
}
