// The one address of local AWS: CloudFormation and CodeBuild are our own, everything else is MiniStack's.

import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Clock, Scope } from "../cloudformation/types.ts";
import { handleCodeBuild } from "../codebuild/api.ts";
import type { CodeBuild } from "../codebuild/codebuild.ts";
import type { EmulatorClient } from "./emulatorClient.ts";
import type { Expiry } from "./expiry.ts";
import type { Gateway, GatewayAnswer } from "./gateway.ts";
import type { GatewayAddress } from "./gatewayRequest.ts";
import type { Iam } from "./iam.ts";
import { bodyForIam, deniedByIam } from "./iamGuard.ts";
import type { StackCallers } from "./iamOfStacks.ts";
import type { Identities } from "./identities.ts";
import { refusalOfPartition } from "./partitionGuard.ts";
import { passThrough, readBody } from "./proxy.ts";
import { type Credential, cloudFormationVersion, credentialOf, routeOf } from "./route.ts";
import { scopeOf } from "./scope.ts";
import type { Refusal } from "./signatureRefusal.ts";
import type { WebProxy } from "./webProxy.ts";

export interface FrontServices {
  readonly clock: Clock;
  readonly emulator: EmulatorClient;
  readonly identities: Identities;
  readonly expiry: Expiry;
  readonly iam: Iam;
  readonly stackCallers: StackCallers;
  readonly codeBuild: CodeBuild;
  readonly gateway: Gateway;
  readonly webProxy: WebProxy;
  readonly cloudFormation: (
    scope: Scope,
    form: URLSearchParams,
  ) => Promise<{ readonly status: number; readonly body: string }>;
  /** Answers requests under /_local/ with JSON. */
  readonly control: (
    method: string,
    path: string,
    body: string,
  ) => Promise<{ readonly status: number; readonly body: unknown }>;
  /** Called before an S3 object is read. */
  readonly prepare: (bucket: string, key: string) => Promise<void>;
}

/** A server that does not listen yet; `services` is asked for once there are any, until then it answers 503. */
export function createFront(services: () => FrontServices | undefined): Server {
  const server = createServer((request, response) => {
    const ready = services();
    if (!ready) {
      answer(response, 503, "text/plain", "Local AWS is starting\n");
      return;
    }
    serve(ready, request, response).catch((error: unknown) => {
      console.error(`${request.method} ${request.url}:`, error);
      if (response.headersSent) response.destroy();
      else
        answer(
          response,
          500,
          "text/plain",
          `Local AWS failed: ${error instanceof Error ? error.message : String(error)}\n`,
        );
    });
  });
  // Large uploads take long on a busy machine, and clients keep connections open between polls.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 70_000;
  return server;
}

async function serve(services: FrontServices, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET", url = "/", headers } = request;
  const route = routeOf({ method, url, headers });
  const isAws = route.kind !== "control" && route.kind !== "gateway" && route.kind !== "web";
  const refusal = !isAws ? undefined : await refusalOf(services, request);
  if (refusal) {
    await readBody(request);
    return answer(response, refusal.status, refusal.type, refusal.body, refusal.headers);
  }
  const read = isAws ? await bodyForIam(services.iam, request) : undefined;
  const denied = isAws ? await deniedByIam(services, request, read) : undefined;
  if (denied) {
    if (!read) await readBody(request);
    return answer(response, denied.status, denied.type, denied.body, denied.headers);
  }
  switch (route.kind) {
    case "gateway":
      return throughGateway(services, route.address, request, response);
    case "web": {
      await readBody(request);
      const scope = scopeOf(route.accountId, route.region);
      return answerOfGateway(response, await services.webProxy.answer(scope, route.functionName));
    }
    case "control": {
      const { status, body } = await services.control(method, route.path, (await readBody(request)).toString());
      return answer(response, status, "application/json", `${JSON.stringify(body)}\n`);
    }
    case "cloudformation":
      return cloudFormation(services, route.credential, url, read ?? (await readBody(request)), response);
    case "codebuild":
      return codeBuild(services, route.credential, headers, read ?? (await readBody(request)), response);
    case "form": {
      const body = read ?? (await readBody(request));
      const isOurs = new URLSearchParams(body.toString()).get("Version") === cloudFormationVersion;
      return isOurs
        ? cloudFormation(services, route.credential, url, body, response)
        : passThrough(services.emulator, request, response, body);
    }
    case "s3":
      if (method === "GET" || method === "HEAD") await services.prepare(route.bucket, route.key);
      return passThrough(services.emulator, request, response, read);
    case "emulator":
      return passThrough(services.emulator, request, response, read, afterwards(services, request));
  }
}

async function throughGateway(
  { gateway }: FrontServices,
  address: GatewayAddress,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const key = request.headers["x-api-key"];
  const body = (await readBody(request)).toString();
  const own = { method: request.method ?? "GET", key: typeof key === "string" ? key : undefined, body };
  answerOfGateway(response, await gateway.answer({ ...address, ...own }));
}

function answerOfGateway(response: ServerResponse, given: GatewayAnswer | undefined): void {
  // Silence: whoever asks gives up some time, or local AWS ends.
  if (given) answer(response, given.status, "application/json", given.body, given.headers);
}

/** What follows from a call before its caller goes on: services that are deployed start their tasks. */
function afterwards(
  services: FrontServices,
  { url = "/", headers }: IncomingMessage,
): (() => Promise<void>) | undefined {
  const isDeployment = /^AmazonEC2ContainerService\w+\.(Create|Update|Delete)Service$/.test(
    String(headers["x-amz-target"]),
  );
  const credential = credentialOf(headers.authorization, new URL(url, "http://localhost").searchParams);
  if (!isDeployment || !credential) return undefined;
  return async () => {
    const { accountId } = await services.identities.of(credential.accessKeyId);
    await services.webProxy
      .refresh(scopeOf(accountId, credential.region))
      .catch((error: unknown) => console.error(error));
  };
}

async function refusalOf(
  { expiry, identities }: FrontServices,
  request: IncomingMessage,
): Promise<Refusal | undefined> {
  const requestId = randomUUID();
  return expiry.refusal(request, requestId) ?? (await refusalOfPartition(request, identities, requestId));
}

async function cloudFormation(
  services: FrontServices,
  credential: Credential,
  url: string,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const { accountId } = await services.identities.of(credential.accessKeyId);
  const form = new URL(url, "http://localhost").searchParams;
  for (const [name, value] of new URLSearchParams(body.toString())) form.set(name, value);
  const scope = scopeOf(accountId, credential.region);
  services.stackCallers.note({ ...credential, accountId }, scope, form);
  const result = await services.cloudFormation(scope, form);
  answer(response, result.status, "text/xml", result.body);
}

async function codeBuild(
  services: FrontServices,
  credential: Credential,
  headers: IncomingMessage["headers"],
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const { accountId, name } = await services.identities.of(credential.accessKeyId);
  const caller = { scope: scopeOf(accountId, credential.region), initiator: name, now: services.clock.now().getTime() };
  const result = handleCodeBuild(services.codeBuild, String(headers["x-amz-target"]), body.toString(), caller);
  answer(response, result.status, "application/x-amz-json-1.1", result.body);
}

function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    "content-type": type,
    ...headers,
    "content-length": Buffer.byteLength(body),
    "x-amzn-requestid": randomUUID(),
  });
  response.end(body);
}
