import { createHash, type Hash } from "node:crypto";
import { PantherError } from "../../../model/error.ts";
import { type ExpectedHash, expectedHash } from "./contentHash.ts";
import { urlOf } from "./copyPlace.ts";
import { partsOf } from "./partsOf.ts";
import { pourOf } from "./pourObject.ts";
import { partBytes } from "./releaseTarget.ts";
import { steadyStream } from "./steadyStream.ts";
import { type Transfer, type TransferContext, written } from "./transfer.ts";

/**
 * Copies one object. Small ones are verified before they are sent; of larger ones the target verifies the content against the
 * SHA-1 that is its key; what is larger than a request should be, or has another key, is verified before its parts are put
 * together. Nothing but the right content is ever seen under a key.
 * @throws PantherError `copy-content-wrong`, and those of source and target.
 */
export async function transferObject(transfer: Transfer, context: TransferContext): Promise<void> {
  const verified = () => (transfer.object.size > partBytes ? inParts(transfer, context) : whole(transfer, context));
  const pour = pourOf(transfer, context);
  try {
    await (pour ?? verified)();
  } catch (error) {
    if (!isWrong(error)) throw error;
    // Bytes that a connection has changed are right the next time; those of the object itself are not.
    await verified().catch((second: unknown) => {
      throw second instanceof ContentWrong ? contentWrong(transfer, second) : second;
    });
  }
}

function isWrong(error: unknown): boolean {
  return error instanceof ContentWrong || (error instanceof PantherError && error.code === "copy-upload-corrupted");
}

async function whole({ key, from, object }: Transfer, context: TransferContext): Promise<void> {
  const { source, target, memory, signal, onBytes } = context;
  const { bytes, free } = await memory.take(object.size);
  try {
    let filled = 0;
    for await (const chunk of steadyStream(source, from, object, context)) {
      bytes.set(chunk, filled);
      filled += chunk.length;
    }
    const expected = expectedHash(key, object.md5);
    if (expected) check(expected, createHash(expected.algorithm).update(bytes));
    await target.put(written(key, object), bytes, signal);
    onBytes(object.size);
  } finally {
    free();
  }
}

async function inParts({ key, from, object }: Transfer, context: TransferContext): Promise<void> {
  const { source, target, memory, onBytes } = context;
  const expected = expectedHash(key, object.md5);
  const hash = expected && createHash(expected.algorithm);
  // One part that fails ends them all.
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const writer = await target.begin(written(key, object), signal);
  const writing: Promise<void>[] = [];
  let sent = 0;
  try {
    const stream = steadyStream(source, from, object, { ...context, signal });
    for await (const { number, piece } of partsOf(stream, object.size, memory)) {
      const { bytes, free } = piece;
      hash?.update(bytes);
      const write = writer
        .write(number, bytes)
        .then(() => {
          sent += bytes.length;
          onBytes(bytes.length);
        })
        .finally(free);
      // It is thrown where all of them are waited for.
      write.catch((error) => stop.abort(error));
      writing.push(write);
    }
    await Promise.all(writing);
    if (expected && hash) check(expected, hash);
    await writer.complete();
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(writing);
    await writer.abandon();
    onBytes(-sent);
    throw error;
  }
}

class ContentWrong extends Error {
  readonly expected: ExpectedHash;
  readonly found: string;

  constructor(expected: ExpectedHash, found: string) {
    super("another content than expected");
    this.expected = expected;
    this.found = found;
  }
}

function check(expected: ExpectedHash, hash: Hash): void {
  const found = hash.digest("hex");
  if (found !== expected.hex) throw new ContentWrong(expected, found);
}

function contentWrong({ from }: Transfer, { expected, found }: ContentWrong): PantherError {
  const algorithm = expected.algorithm === "sha1" ? "SHA-1" : "MD5";
  return new PantherError(
    "copy-content-wrong",
    `${urlOf(from)} is not what it should be: the ${algorithm} of its content is ${found}, and ${expected.from} says ${expected.hex}. It was read twice; nothing of it was kept.`,
    "The object is damaged where it lies: copy from another region (--source-region, or panther:china.sourceRegion), and tell Panther. Of a folder: remove the file and download again.",
  );
}
