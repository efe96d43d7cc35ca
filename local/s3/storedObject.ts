import type { Body } from "./body.ts";
import type { StoredChecksum } from "./checksums.ts";

export interface StoredObject {
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly modified: Date;
  /** Content type and user metadata, as headers. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum?: StoredChecksum;
  readonly body: Body;
}
