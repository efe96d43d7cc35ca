import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** A checksum as S3 keeps it, base64. `COMPOSITE`: over those of the parts, with their number after a dash. */
export interface StoredChecksum {
  readonly algorithm: Algorithm;
  readonly value: string;
  readonly type: "FULL_OBJECT" | "COMPOSITE";
}

export type Algorithm = (typeof algorithms)[number];

export const algorithms = ["SHA1", "SHA256", "CRC32"] as const;

export interface Running {
  update(bytes: Uint8Array): void;
  /** Base64. */
  value(): string;
}

export function running(algorithm: Algorithm): Running {
  if (algorithm === "CRC32") {
    let sum = 0;
    return {
      update: (bytes) => {
        sum = crc32(bytes, sum);
      },
      value: () => {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(sum);
        return bytes.toString("base64");
      },
    };
  }
  const hash = createHash(algorithm.toLowerCase());
  return { update: (bytes) => void hash.update(bytes), value: () => hash.digest("base64") };
}

export function compositeChecksum(algorithm: Algorithm, parts: readonly string[]): StoredChecksum {
  const sum = running(algorithm);
  for (const part of parts) sum.update(Buffer.from(part, "base64"));
  return { algorithm, value: `${sum.value()}-${parts.length}`, type: "COMPOSITE" };
}
