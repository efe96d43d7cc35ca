import pLimit from "p-limit";
import type { Timing } from "../../timing.ts";
import { ContentMemory } from "./contentMemory.ts";
import { mostRequests, soonOver } from "./copyClients.ts";
import type { CopyReport } from "./copyEvents.ts";
import type { ReleaseSource } from "./releaseSource.ts";
import type { ReleaseTarget } from "./releaseTarget.ts";
import { type Missing, sizeOf } from "./surveyObjects.ts";
import { transferObject } from "./transferObject.ts";

/** Memory for content that is between the two sides. */
const memoryBytes = 48 * 1024 * 1024;
/** Large objects at once: each of them has its connections full, and small ones wait for answers most of the time. */
const mostLarge = 16;
/** Between two reports of progress. */
const reportMilliseconds = 200;

export interface TransferOptions {
  readonly source: ReleaseSource;
  readonly target: ReleaseTarget;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly report: CopyReport;
  /** To copy in all: one object more than these, the root template, comes last. */
  readonly objects: number;
  readonly bytes: number;
}

/**
 * Brings objects to the target side by side, small ones beside large ones, the largest first. The first
 * error ends all; what has arrived by then stays.
 */
export async function transferAll(missing: readonly Missing[], options: TransferOptions): Promise<void> {
  const { source, target, timing, report, objects, bytes } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  let [objectsDone, bytesDone, told] = [0, 0, 0];
  const onBytes = (more: number) => {
    bytesDone += more;
    const now = timing.now().getTime();
    if (now - told < reportMilliseconds) return;
    told = now;
    report({ type: "copy-progress", objectsDone, objects, bytesDone, bytes });
  };
  const context = { source, target, timing, signal, onBytes, memory: new ContentMemory(memoryBytes) };
  const limits = { small: pLimit(mostRequests), large: pLimit(mostLarge) };
  const bring = async (one: Missing): Promise<void> => {
    signal.throwIfAborted();
    if (one.kind === "text") {
      await target.put({ key: one.key, contentType: "text/yaml" }, one.bytes, signal);
      onBytes(one.bytes.length);
    } else await transferObject(one, context);
    objectsDone += 1;
  };
  const largestFirst = [...missing].sort((one, other) => sizeOf(other) - sizeOf(one));
  const all = largestFirst.map((one) =>
    limits[sizeOf(one) > soonOver ? "large" : "small"](() => bring(one)).catch((error: unknown) => {
      stop.abort(error);
      throw error;
    }),
  );
  const ends = await Promise.allSettled(all);
  options.signal.throwIfAborted();
  if (ends.some(({ status }) => status === "rejected")) throw stop.signal.reason;
  report({ type: "copy-progress", objectsDone, objects, bytesDone, bytes });
}
