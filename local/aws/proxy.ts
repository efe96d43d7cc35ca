import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import type { EmulatorClient } from "./emulatorClient.ts";

/** These concern one connection, not the message; `expect` has been answered by our own server. */
const ofConnection = new Set(["connection", "keep-alive", "proxy-connection", "upgrade", "expect"]);

/**
 * Streams a request through to MiniStack and its answer back, both unchanged: neither body is held in memory, and the Host header
 * stays, since MiniStack reads bucket and API names from it.
 *
 * @param sent what has been read of the body already, when that was needed to find out who answers
 * @param settled what has to be done between MiniStack's answer and its way back; a failure of it is the caller's
 */
export function passThrough(
  emulator: EmulatorClient,
  request: IncomingMessage,
  response: ServerResponse,
  sent?: Buffer,
  settled?: () => Promise<void>,
): void {
  const upstream = httpRequest(
    {
      host: "127.0.0.1",
      port: emulator.port,
      agent: emulator.agent,
      method: request.method,
      path: request.url,
      headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => !ofConnection.has(name))),
      setHost: false,
    },
    (answer) => {
      const send = () => {
        response.writeHead(answer.statusCode ?? 502, answer.statusMessage, withoutConnection(answer.rawHeaders));
        pipeline(answer, response, () => undefined);
      };
      if (settled) void settled().then(send);
      else send();
    },
  );
  upstream.on("error", (error) => {
    if (response.headersSent) response.destroy(error);
    else
      response
        .writeHead(503, { "content-type": "text/plain" })
        .end(`Local AWS can't reach its emulator: ${error.message}\n`);
  });
  response.on("close", () => {
    if (!response.writableFinished) upstream.destroy();
  });
  if (sent) upstream.end(sent);
  else pipeline(request, upstream, () => undefined);
}

/** Raw headers keep their case and repetitions, as names and values in turn. */
function withoutConnection(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = "", value = ""] = raw.slice(index, index + 2);
    if (!ofConnection.has(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
