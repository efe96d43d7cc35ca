import type { SideName } from "../../model/environment/sides.ts";
import type { Finding } from "../../model/finding.ts";
import type { BucketResult } from "../../model/teardown/buckets/bucketResult.ts";
import type { LogGroupResult } from "../../model/teardown/logGroups/logGroupPlan.ts";
import type { Staying, TeardownPlan } from "../../model/teardown/teardownPlan.ts";
import type { BucketEvent } from "./buckets/bucketEvents.ts";

/** A step of a teardown, in the order in which they come. */
export type TeardownStep =
  | "stack"
  | "buckets"
  | "log-groups"
  | "gateway-keys"
  | "secret"
  | "release-bucket"
  | "pulumi"
  | "look";

/** What a teardown reports, besides what every run does. */
export type TeardownEvent =
  | ({
      /** What a teardown has found and is about to do, before it asks and before anything is changed. */
      readonly type: "teardown-planned";
      /** Only the plan was asked for. */
      readonly dryRun: boolean;
    } & TeardownPlan)
  | {
      /** A step of a teardown begins. */
      readonly type: "teardown-step-started";
      readonly step: TeardownStep;
      /** Name of the stack, where it is one's. */
      readonly stack?: string;
      /** Which side of a split in China; missing where there is none. */
      readonly side?: SideName;
    }
  | {
      /** A step of a teardown has ended. */
      readonly type: "teardown-step-finished";
      readonly step: TeardownStep;
      readonly stack?: string;
      /** Which side of a split in China; missing where there is none. */
      readonly side?: SideName;
      readonly outcome: "done" | "failed";
      readonly seconds: number;
    }
  | ({
      /** Which side of a split in China; missing where there is none. */
      readonly side?: SideName;
    } & BucketEvent)
  | {
      /** What became of a log group. */
      readonly type: "log-group-finished";
      /** Which side of a split in China; missing where there is none. */
      readonly side?: SideName;
      readonly result: LogGroupResult;
    }
  | ({
      /** What is gone and what is left, once a teardown has come to its end. */
      readonly type: "torn-down";
    } & TeardownResult);

/** What became of Pulumi's side; `left`: its state still has something that stands. */
export type PulumiResult =
  | { readonly kind: "none" | "emptied" | "removed" }
  /** Its state keeps the release bucket, which stays; the rest is forgotten. */
  | { readonly kind: "bucket-kept"; readonly bucket: string }
  | { readonly kind: "kept"; readonly why: string; readonly fix: string }
  | { readonly kind: "left"; readonly why: string; readonly fix: string };

/** What a teardown came to. */
export interface TeardownResult {
  readonly environment: string;
  readonly sides: readonly SideResult[];
  /** Names of the gateway's keys that were deleted. */
  readonly keys: readonly string[];
  /** Until then it can be had back and its name is taken; missing where it is gone, or where there was none. */
  readonly secret?: { readonly name: string; readonly until?: string };
  readonly releaseBucket?: BucketResult;
  readonly pulumi: PulumiResult;
}

export interface SideResult {
  /** Missing where there is no split. */
  readonly side?: SideName;
  readonly accountId: string;
  readonly region: string;
  /** Names of the stacks that this run deleted. */
  readonly stacks: readonly string[];
  readonly buckets: readonly BucketResult[];
  /** Buckets that could not be looked at, and are as they were. */
  readonly unreadable: readonly string[];
  readonly logGroups: readonly LogGroupResult[];
  readonly stays: readonly Staying[];
  /** What would be in the way of the next deployment here. */
  readonly blocking: readonly Finding[];
  /** What could not be looked at: it may be left, and be in the way. */
  readonly unclear: readonly Finding[];
}
