import { createHash, type Hash } from "node:crypto";
import { PantherError } from "../../../model/error.ts";
import type { Timing } from "../../timing.ts";
import { type ExpectedHash, expectedHash } from "./contentHash.ts";
import type { ContentMemory } from "./contentMemory.ts";
import { type ObjectLocation, urlOf } from "./copyPlace.ts";
import { partsOf } from "./partsOf.ts";
import type { ReleaseSource, SourceObject } from "./releaseSource.ts";
import { partBytes, type ReleaseTarget, type WrittenObject } from "./releaseTarget.ts";
import { steadyStream } from "./steadyStream.ts";

export interface TransferContext {
  readonly source: ReleaseSource;
  readonly target: ReleaseTarget;
  readonly memory: ContentMemory;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  /** Bytes that have arrived; less than none where they have to be sent again. */
  readonly onBytes: (bytes: number) => void;
}

/** One object to be copied as it is. */
export interface Transfer {
  readonly key: string;
  readonly from: ObjectLocation;
  readonly object: SourceObject;
}

/**
 * Copies one object: one that fits a part is verified before it is sent, a larger one before it is completed, so that
 * nothing but the right content is ever seen under its key.
 * @throws PantherError `copy-content-wrong`, and those of source and target.
 */
export async function transferObject(transfer: Transfer, context: TransferContext): Promise<void> {
  const once = () => (transfer.object.size > partBytes ? inParts(transfer, context) : whole(transfer, context));
  try {
    await once();
  } catch (error) {
    if (!(error instanceof ContentWrong)) throw error;
    // Bytes that a connection has changed are right the next time; those of the object itself are not.
    await once().catch((second: unknown) => {
      throw second instanceof ContentWrong ? contentWrong(transfer, second) : second;
    });
  }
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

function written(key: string, { etag, contentType }: SourceObject): WrittenObject {
  return { key, ...(contentType !== undefined && { contentType }), ...(etag !== undefined && { sourceEtag: etag }) };
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
