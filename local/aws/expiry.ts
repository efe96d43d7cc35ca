import type { IncomingMessage } from "node:http";
import { credentialOf } from "./route.ts";

/** Whose credentials are refused: everybody's, those of the access key that is this account, or nobody's. */
export type Expired = boolean | string;

/** Credentials that have run out, as a switch: the keys of local AWS never do. */
export class Expiry {
  #expired: Expired = false;

  get(): { readonly expired: Expired } {
    return { expired: this.#expired };
  }

  set(expired: Expired): void {
    this.#expired = expired;
  }

  /** AWS's answer to a signed request whose credentials have run out; undefined for one that may go on. */
  refusal({ url = "/", headers }: Pick<IncomingMessage, "url" | "headers">, requestId: string): Refusal | undefined {
    const credential = credentialOf(headers.authorization, new URL(url, "http://localhost").searchParams);
    if (!credential || (this.#expired !== true && this.#expired !== credential.accessKeyId)) return undefined;
    const message = "The security token included in the request is expired";
    // Each protocol has its own: S3's bare error, JSON, and that of the query services.
    if (credential.service === "s3") {
      const body = `<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message><RequestId>${requestId}</RequestId></Error>`;
      return { status: 400, type: "application/xml", body };
    }
    if (headers["x-amz-target"] !== undefined) {
      const body = JSON.stringify({ __type: "ExpiredTokenException", message });
      return { status: 400, type: "application/x-amz-json-1.1", body };
    }
    const body = `<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>${message}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
    return { status: 403, type: "text/xml", body };
  }
}

interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}
