import { PantherError } from "../../../model/error.ts";
import { sha1OfKey } from "./contentHash.ts";
import type { ReleaseTarget } from "./releaseTarget.ts";
import { unreadable } from "./steadyStream.ts";
import { type Transfer, type TransferContext, written } from "./transfer.ts";
import { missingObject } from "./walkRelease.ts";

/** Below it is cheaper to have all of it before the request begins: then the SDK itself repeats what fails. */
const leastPoured = 512 * 1024;
/** Above, too much would have to be sent again where a connection to China breaks: parts are. */
const mostPoured = 64 * 1024 * 1024;
const mostTries = 6;

/** Copies an object straight through, without keeping any of it; undefined where source and target are not made for that. */
export function pourOf(transfer: Transfer, context: TransferContext): (() => Promise<void>) | undefined {
  const { size } = transfer.object;
  const sha1 = sha1OfKey(transfer.key);
  const { pour } = context.target;
  if (!pour || sha1 === undefined || size < leastPoured || size > mostPoured) return undefined;
  return () => pourObject(transfer, context, { pour, sha1 });
}

interface Pouring {
  readonly pour: NonNullable<ReleaseTarget["pour"]>;
  readonly sha1: string;
}

/** The SDK does not repeat a request whose content is gone. */
async function pourObject(transfer: Transfer, context: TransferContext, pouring: Pouring): Promise<void> {
  const { signal, timing, onBytes } = context;
  for (let tries = 1; ; tries += 1) {
    let sent = 0;
    const onSent = (bytes: number) => {
      sent += bytes;
      onBytes(bytes);
    };
    try {
      return await pourOnce(transfer, { ...context, onBytes: onSent }, pouring);
    } catch (error) {
      onBytes(-sent);
      signal.throwIfAborted();
      if (!(error instanceof PantherError) || !repeatable.includes(error.code) || tries >= mostTries) throw error;
      await timing.sleep(250 * 2 ** tries, signal);
    }
  }
}

async function pourOnce({ key, from, object }: Transfer, context: TransferContext, { pour, sha1 }: Pouring) {
  const { source, signal, onBytes } = context;
  const { size, etag } = object;
  const stream = await source.open(from, { offset: 0, size, signal, ...(etag !== undefined && { etag }) });
  if (!stream) throw missingObject(from, key);
  let broken: Error | undefined;
  stream.once("error", (error) => {
    broken = error;
  });
  // Whoever listens to a stream sets it going, unless it was told to wait: for the request that is to take it.
  stream.pause();
  stream.on("data", (chunk: Uint8Array) => onBytes(chunk.length));
  try {
    await pour(written(key, object), { stream, size, sha1 }, signal);
  } catch (error) {
    throw broken && !signal.aborted ? unreadable(from, broken) : error;
  }
}

const repeatable = ["copy-throttled", "copy-unreachable"];
