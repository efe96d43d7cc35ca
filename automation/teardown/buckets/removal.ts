import type { LimitFunction } from "p-limit";
import type { Timing } from "../../timing.ts";
import type { ReportBucket } from "./bucketEvents.ts";
import type { OpenBucket } from "./openBucket.ts";

/** One bucket that is being removed, and what that takes. */
export interface Removal {
  readonly bucket: OpenBucket;
  readonly region: string;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly report: ReportBucket;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Calls that delete take their turn here, those of all buckets. */
  readonly limit: LimitFunction;
  readonly done: Done;
}

/** What a removal has come to; it is counted as it happens, so that it can be told of whatever comes in between. */
export interface Done {
  versions: number;
  uploads: number;
}
