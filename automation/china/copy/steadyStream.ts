import { PantherError } from "../../../model/error.ts";
import type { Timing } from "../../timing.ts";
import { type ObjectLocation, urlOf } from "./copyPlace.ts";
import type { ReleaseSource, SourceObject } from "./releaseSource.ts";

const mostFailures = 5;

/**
 * An object's content, whatever happens to connections on the way: one that breaks is opened again where it broke, as long
 * as the object is still the same.
 * @throws PantherError `copy-source-missing`, `copy-unreachable`, those of the source.
 */
export async function* steadyStream(
  source: ReleaseSource,
  location: ObjectLocation,
  { size, etag }: SourceObject,
  { signal, timing }: { readonly signal: AbortSignal; readonly timing: Timing },
): AsyncGenerator<Uint8Array> {
  let offset = 0;
  let failures = 0;
  while (offset < size) {
    const stream = await source.open(location, { offset, size, signal, ...(etag !== undefined && { etag }) });
    if (!stream) throw goneMeanwhile(location);
    let problem: unknown = new Error(`the connection ended after ${offset} of ${size} bytes`);
    try {
      for await (const chunk of stream) {
        signal.throwIfAborted();
        offset += chunk.length;
        failures = 0;
        yield chunk;
      }
    } catch (error) {
      signal.throwIfAborted();
      problem = error;
    }
    if (offset >= size) return;
    failures += 1;
    if (failures > mostFailures) throw unreadable(location, problem as Error);
    await timing.sleep(100 * 2 ** failures, signal);
  }
}

function goneMeanwhile(location: ObjectLocation): PantherError {
  return new PantherError(
    "copy-source-missing",
    `${urlOf(location)} was there and is not any more.`,
    "Run the same command again; if it stays away, tell Panther.",
  );
}

/** What a source begins to give and does not give to its end. */
export function unreadable(location: ObjectLocation, cause: Error): PantherError {
  return new PantherError(
    "copy-unreachable",
    `${urlOf(location)} could not be read to its end: ${cause.message}`,
    "Check the network. Run the same command again: what has been copied is not copied again.",
    { cause },
  );
}
