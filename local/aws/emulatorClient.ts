// Calls of the front itself to MiniStack. No SDK: its clients would take longer to load than everything else does to start.
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import type { Scope } from "../cloudformation/types.ts";

export interface EmulatorAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface EmulatorCall {
  readonly scope: Scope;
  /** The service's signing name. */
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface OwnAnswer {
  readonly status: number;
  readonly answer: Readonly<Record<string, unknown>>;
}

export class EmulatorClient {
  readonly port: number;
  // MiniStack closes idle connections after 75 s; a request on one that is just closing would fail.
  readonly agent = new Agent({ keepAlive: true, timeout: 60_000 });

  constructor(port: number) {
    this.port = port;
  }

  /** Answers whatever MiniStack says, errors too. @throws Error when it can't be reached */
  call(call: EmulatorCall): Promise<EmulatorAnswer> {
    const authorization = signature(call.scope, call.service);
    return this.#send(call.method, call.path, { authorization, ...call.headers }, call.body);
  }

  /** An AWS JSON 1.1 action. @throws Error unless it answers 200 or one of the error codes in `accepted` */
  async json(
    scope: Scope,
    service: string,
    target: string,
    input: unknown,
    accepted: readonly string[] = [],
  ): Promise<unknown> {
    const answer = await this.call({
      scope,
      service,
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
      body: JSON.stringify(input),
    });
    const text = answer.body.toString();
    if (answer.status === 200 || accepted.some((code) => text.includes(code))) return JSON.parse(text);
    throw new Error(`The emulator refused ${target} in ${scope.accountId}/${scope.region}: ${text}`);
  }

  /** Our own endpoint in the launcher. */
  async resources(input: Readonly<Record<string, unknown>> & Pick<Scope, "accountId" | "region">): Promise<OwnAnswer> {
    return this.post("/_local/resources", input, { authorization: signature(input, "cloudformation") });
  }

  /** Any endpoint of our own in the launcher. */
  async post(
    path: `/_local/${string}`,
    input: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<OwnAnswer> {
    const own = { "content-type": "application/json", ...headers };
    const { status, body } = await this.#send("POST", path, own, JSON.stringify(input));
    return { status, answer: JSON.parse(body.toString()) as Readonly<Record<string, unknown>> };
  }

  close(): void {
    this.agent.destroy();
  }

  #send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array = "",
  ): Promise<EmulatorAnswer> {
    const sized = { ...headers, "content-length": String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        { host: "127.0.0.1", port: this.port, method, path, headers: sized, agent: this.agent },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
          );
        },
      );
      request.on("error", reject);
      request.end(body);
    });
  }
}

/** MiniStack takes account, region and service from the credential scope and does not look at the signature. */
function signature({ accountId, region }: Pick<Scope, "accountId" | "region">, service: string): string {
  const credential = `${accountId}/20260101/${region}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`;
}
