// S3 as far as copying a release and emptying buckets need it, lean enough to be measured against: no states on disk, no other services.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { answerTo } from "./answer.ts";
import { bytesOf } from "./body.ts";
import { S3Error } from "./errors.ts";
import { Faults, type Trouble } from "./faults.ts";
import { type Operation, type Parsed, parseRequest } from "./operation.ts";
import type { Answer } from "./reads.ts";
import { Cut, flipped } from "./receive.ts";
import { Store } from "./store.ts";
import { xmlDocument } from "./xml.ts";

export interface LeanS3Options {
  /** Milliseconds that are added to each request. */
  readonly latency?: number;
  /** Told of each request before it is answered. */
  readonly onRequest?: (request: Omit<Parsed, "query">) => void;
}

export interface LeanS3 {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly store: Store;
  readonly faults: Faults;
  /** How often each operation was asked for. */
  readonly counts: ReadonlyMap<Operation, number>;
  stop(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1. Path-style alone, which the SDK uses of itself for an address. */
export async function startLeanS3(options: LeanS3Options = {}): Promise<LeanS3> {
  const store = new Store();
  const faults = new Faults();
  const counts = new Map<Operation, number>();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // A request whose reading was given up has none any more.
    const { socket } = request;
    try {
      const parsed = parseRequest(request.method ?? "", request.url ?? "", request.headers);
      if (!parsed) throw new S3Error(501, "NotImplemented", `${request.method} ${request.url} is not served here.`);
      counts.set(parsed.operation, (counts.get(parsed.operation) ?? 0) + 1);
      options.onRequest?.(parsed);
      const trouble = faults.meet(parsed.operation, parsed.key, parsed.bucket);
      const pause = options.latency ? sleep(options.latency) : undefined;
      const answer = await answerTo(parsed, request, { store, faults, trouble }).finally(() => pause);
      await send(response, answer, trouble);
    } catch (error) {
      if (error instanceof Cut) socket.destroy();
      else refuse(request, response, error);
    }
  };
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    store,
    faults,
    counts,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function send(response: ServerResponse, { status, headers, xml, content }: Answer, trouble: Trouble | undefined) {
  response.writeHead(status, { ...headers, ...(xml !== undefined && { "content-type": "application/xml" }) });
  let sent = 0;
  for (const chunk of content ? bytesOf(content.object.body, content.from, content.to) : []) {
    const bytes = trouble?.kind === "corrupt" && sent === 0 ? flipped(chunk) : chunk;
    const end = trouble?.kind === "cut" ? Math.min(bytes.length, trouble.afterBytes - sent) : bytes.length;
    sent += end;
    if (!response.write(bytes.subarray(0, end))) await new Promise<void>((resolve) => onceReady(response, resolve));
    if (end < bytes.length) {
      // What was written is on its way first.
      await new Promise<void>((resolve) => void response.write("", () => resolve()));
      throw new Cut();
    }
    if (response.destroyed) return;
  }
  response.end(xml);
}

function onceReady(response: ServerResponse, resolve: () => void): void {
  const ready = () => {
    response.off("drain", ready);
    response.off("close", ready);
    resolve();
  };
  response.on("drain", ready);
  response.on("close", ready);
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const { status, code, message, headers } =
    error instanceof S3Error ? error : new S3Error(500, "InternalError", String(error));
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // What is left of an upload that is not wanted is read and dropped: a client may answer to nothing before it is sent.
  request.resume();
  response.writeHead(status, { "content-type": "application/xml", ...headers });
  response.end(request.method === "HEAD" ? undefined : xmlDocument("Error", { Code: code, Message: message }));
}
