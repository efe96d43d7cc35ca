// S3 as far as copying a release needs it, lean enough to be measured against: no states on disk, no other services.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { bytesOf } from "./body.ts";
import { S3Error } from "./errors.ts";
import { Faults, type Trouble } from "./faults.ts";
import { type Operation, type Parsed, parseRequest } from "./operation.ts";
import { type Answer, listObjects, listUploads, readObject } from "./reads.ts";
import { Cut, flipped, keptHeaders, receive } from "./receive.ts";
import { objectIn, Store, uploadIn } from "./store.ts";
import { completeUpload, copyObject, createUpload, removeUpload, stored } from "./writes.ts";
import { xmlDocument } from "./xml.ts";

export interface LeanS3Options {
  /** Milliseconds that are added to each request. */
  readonly latency?: number;
  /** Told of each request before it is answered. */
  readonly onRequest?: (request: Pick<Parsed, "operation" | "bucket" | "key">) => void;
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
      const trouble = faults.meet(parsed.operation, parsed.key);
      const pause = options.latency ? sleep(options.latency) : undefined;
      const answer = await answerTo(parsed, request, { store, trouble }).finally(() => pause);
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

interface Context {
  readonly store: Store;
  readonly trouble: Trouble | undefined;
}

async function answerTo(parsed: Parsed, request: IncomingMessage, { store, trouble }: Context) {
  const { operation, key, query } = parsed;
  const { headers } = request;
  const [, accessKey, region] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(String(headers.authorization)) ?? [];
  const bucket = store.bucket(parsed.bucket);
  if (accessKey && bucket.accessKeys?.includes(accessKey) === false) {
    throw new S3Error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
  }
  if (trouble?.kind === "error") throw new S3Error(trouble.status, trouble.code, `Injected: ${trouble.code}`);
  const where = { "x-amz-bucket-region": bucket.region };
  if (region !== undefined && region !== bucket.region) {
    const message = "The bucket you are attempting to access must be addressed using the specified endpoint.";
    throw new S3Error(301, "PermanentRedirect", message, where);
  }
  const id = query.get("uploadId") ?? "";
  switch (operation) {
    case "HeadBucket":
      return { status: 200, headers: where };
    case "ListObjectsV2":
      return listObjects(bucket, query);
    case "ListMultipartUploads":
      return listUploads(bucket);
    case "GetObject":
    case "HeadObject":
      return readObject(objectIn(bucket, key), headers, parsed);
    case "PutObject": {
      const object = await receive(request, bucket, trouble);
      bucket.objects.set(key, object);
      return stored(object);
    }
    case "CopyObject":
      return copyObject(store, bucket, key, String(headers["x-amz-copy-source"]));
    case "DeleteObject":
      bucket.objects.delete(key);
      return { status: 204 };
    case "CreateMultipartUpload":
      return createUpload(bucket, key, keptHeaders(headers));
    case "UploadPart": {
      const { parts } = uploadIn(bucket, id);
      const part = await receive(request, bucket, trouble);
      parts.set(Number(query.get("partNumber")), part);
      return stored(part);
    }
    case "CompleteMultipartUpload": {
      const body: Uint8Array[] = [];
      for await (const bytes of request) body.push(bytes);
      return completeUpload(bucket, id, Buffer.concat(body).toString());
    }
    case "AbortMultipartUpload":
      return removeUpload(bucket, id);
  }
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
