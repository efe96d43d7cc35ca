import { createCipheriv, createHash } from "node:crypto";

/** An object's content. */
export type Body =
  | { readonly kind: "bytes"; readonly chunks: readonly Uint8Array[] }
  /** Made anew at each look, the same from the same seed: a gibibyte of it takes no memory. */
  | { readonly kind: "generated"; readonly seed: number }
  /** Was taken and thrown away; its size and hashes are known. */
  | { readonly kind: "discarded" };

const poolBytes = 4 * 1024 * 1024;
const chunkBytes = 64 * 1024;
let pool: Buffer | undefined;

/** Bytes without a pattern that a compressor or a coincidence could use, and always the same. */
function generatorPool(): Buffer {
  pool ??= createCipheriv("aes-128-ctr", Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(poolBytes));
  return pool;
}

/** The bytes of a body from one offset up to another, in pieces that are not to be written to. */
export function* bytesOf(body: Body, from: number, to: number): Generator<Uint8Array> {
  switch (body.kind) {
    case "discarded":
      throw new Error("This bucket keeps no bodies.");
    case "generated": {
      const bytes = generatorPool();
      // Another start for each seed makes another content.
      for (let at = from; at < to; ) {
        const start = (at + body.seed * 97) % poolBytes;
        const length = Math.min(chunkBytes, to - at, poolBytes - start);
        yield bytes.subarray(start, start + length);
        at += length;
      }
      return;
    }
    case "bytes": {
      let offset = 0;
      for (const chunk of body.chunks) {
        const [start, end] = [Math.max(from - offset, 0), Math.min(to - offset, chunk.length)];
        if (start < end) yield chunk.subarray(start, end);
        offset += chunk.length;
      }
    }
  }
}

/** SHA-1 of a generated body in hex, as Panther's packager names its assets. */
export function generatedKey(seed: number, size: number): string {
  const hash = createHash("sha1");
  for (const bytes of bytesOf({ kind: "generated", seed }, 0, size)) hash.update(bytes);
  return hash.digest("hex");
}
