import type { Readable } from "node:stream";
import type { S3 } from "@aws-sdk/client-s3";
import { addressOf } from "./requestMiddleware.ts";

/**
 * Calls of S3 that leave out what the SDK does around each: of thousands of small objects that is most of the time. Signature,
 * credentials, endpoint and connections are the client's own. Whatever does not go well is left to the SDK, which repeats and
 * explains it, and from then on everything is.
 */
export class DirectCalls {
  readonly #client: S3;
  #off = false;
  readonly #bucket: string;

  constructor(client: S3, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  /** An object's content; undefined where the SDK is to be asked. */
  async get(key: string, headers: Readonly<Record<string, string>>): Promise<Readable | undefined> {
    const answer = await this.#send("GET", key, headers);
    return answer?.body;
  }

  /** Whether an object was written; else the SDK is to be asked. */
  async put(key: string, bytes: Uint8Array, headers: Readonly<Record<string, string>>): Promise<boolean> {
    const length = { "content-length": String(bytes.length) };
    const answer = await this.#send("PUT", key, { ...headers, ...length }, bytes);
    answer?.body.resume();
    return answer !== undefined;
  }

  async #send(method: string, key: string, headers: Readonly<Record<string, string>>, body?: Uint8Array) {
    // Any other key would have to be escaped.
    if (this.#off || !/^[\w.-]+(?:\/[\w.-]+)*$/.test(key)) return undefined;
    const address = addressOf(this.#client, this.#bucket);
    if (!address) return undefined;
    try {
      const { protocol, hostname, port, path } = address;
      const request = {
        method,
        protocol,
        hostname,
        ...(port !== undefined && { port }),
        path: `${path}${key}`,
        query: {},
        headers: {
          host: port === undefined ? hostname : `${hostname}:${port}`,
          "user-agent": this.#userAgent(),
          "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
          ...headers,
        },
        ...(body && { body }),
      };
      const { config } = this.#client;
      const signer = await config.signer();
      const { response } = await config.requestHandler.handle((await signer.sign(request)) as typeof request & Handled);
      if (response.statusCode === 200) return { body: response.body as Readable };
      (response.body as Readable).resume();
    } catch {
      // The SDK's own try says what it is.
    }
    this.#off = true;
    return undefined;
  }

  #userAgent(): string {
    const { customUserAgent = [] } = this.#client.config;
    return customUserAgent.map((pair) => pair.filter(Boolean).join("/")).join(" ");
  }
}

type Handled = Parameters<S3["config"]["requestHandler"]["handle"]>[0];
