import type { IncomingMessage } from "node:http";
import { credentialOf } from "./route.ts";
import { type Refusal, type SignatureProblem, signatureRefusal } from "./signatureRefusal.ts";

/** Whose credentials are refused: everybody's, those of the access key that is this account, or nobody's. */
export type Expired = boolean | string;

const expired: SignatureProblem = {
  message: "The security token included in the request is expired",
  json: { code: "ExpiredTokenException", status: 400 },
  query: { code: "ExpiredToken", status: 403 },
  s3: { code: "ExpiredToken", status: 400, message: "The provided token has expired." },
};

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
    return signatureRefusal(expired, credential, headers, requestId);
  }
}
