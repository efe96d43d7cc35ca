import { createHash } from "node:crypto";

/** What an object's bytes have to hash to, in hex. */
export interface ExpectedHash {
  readonly algorithm: "sha1" | "md5";
  readonly hex: string;
  /** Where that stands. */
  readonly from: string;
}

/** Panther's packager names assets by the SHA-1 of their bytes. */
const sha1Key = /^[0-9a-f]{40}$/;

export function sha1OfKey(key: string): string | undefined {
  return sha1Key.exec(key)?.[0];
}

/** What is known of an object's content beforehand: by its key, else by an ETag that is its MD5; undefined where nothing is. */
export function expectedHash(key: string, md5: string | undefined): ExpectedHash | undefined {
  const sha1 = sha1OfKey(key);
  if (sha1 !== undefined) return { algorithm: "sha1", hex: sha1, from: "its key" };
  return md5 === undefined ? undefined : { algorithm: "md5", hex: md5, from: "its ETag" };
}

export function sha1Hex(bytes: Uint8Array): string {
  return createHash("sha1").update(bytes).digest("hex");
}

export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function md5Hex(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}

/** The MD5 that an ETag is, of an object that was not put together of parts and has no KMS key; undefined of others. */
export function md5OfEtag(etag: string | undefined, encryption?: string): string | undefined {
  if (encryption !== undefined && encryption !== "AES256") return undefined;
  return /^"?([0-9a-f]{32})"?$/.exec(etag ?? "")?.[1];
}

export function base64OfHex(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64");
}
