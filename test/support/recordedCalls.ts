import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** An endpoint that hands each call on, and what was called: `DescribeStacks`, or an HTTP method for S3. */
export interface RecordedCalls {
  readonly endpoint: string;
  readonly calls: readonly string[];
  /** What was sent with them. */
  readonly bodies: readonly string[];
  close(): void;
}

export async function recordedCalls(target: string): Promise<RecordedCalls> {
  const calls: string[] = [];
  const bodies: string[] = [];
  const server = createServer((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      bodies.push(body.toString("utf8"));
      const action = /(?:^|&)Action=(\w+)/.exec(body.toString("utf8"))?.[1];
      const [, json] = String(incoming.headers["x-amz-target"] ?? "").split(".");
      calls.push(action ?? json ?? incoming.method ?? "");
      const { method, headers, url = "/" } = incoming;
      const onward = request(new URL(url, target), { ...(method && { method }), headers }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      onward.on("error", (error) => answer.destroy(error));
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    bodies,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
