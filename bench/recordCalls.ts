import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** One call of AWS. Times in milliseconds since 1970. */
export interface RecordedCall {
  /** Service and operation, for example `cloudformation DescribeStacks`; of S3 what changes something is its HTTP method. */
  readonly api: string;
  readonly userAgent: string;
  /** What was sent with it. */
  readonly body: string;
  readonly from: number;
  readonly to: number;
}

/** An endpoint that hands each call on to local AWS and notes it. */
export interface CallRecorder {
  readonly endpoint: string;
  readonly calls: readonly RecordedCall[];
  close(): void;
}

export async function recordCalls(target: string): Promise<CallRecorder> {
  const calls: RecordedCall[] = [];
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, answer) => {
    const from = Date.now();
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const sent = Buffer.concat(chunks);
      const body = sent.toString("utf8");
      const { method = "GET", headers, url = "/" } = incoming;
      const onward = request(new URL(url, target), { method, headers, agent }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
        response.on("end", () => {
          const api = operationOf(method, url, headers, body);
          calls.push({ api, userAgent: String(headers["user-agent"] ?? ""), body, from, to: Date.now() });
        });
      });
      onward.on("error", (error) => answer.destroy(error));
      onward.end(sent);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    close: () => {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}

/** Operations, without their service, that do more than look. */
export function changingCalls(calls: readonly RecordedCall[]): readonly string[] {
  const operations = calls.map(({ api }) => api.split(" ")[1] ?? "");
  return operations.filter((name) => !/^(HEAD|Describe|Get|List|BatchGet)/.test(name));
}

function operationOf(method: string, url: string, headers: NodeJS.Dict<string | string[]>, body: string): string {
  // Credential=<key>/<day>/<region>/<service>/aws4_request
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(String(headers.authorization ?? ""))?.[1] ?? "s3";
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1] ?? String(headers["x-amz-target"] ?? "").split(".")[1];
  if (action) return `${service} ${action}`;
  const listing = url.includes("list-type=2");
  return `${service} ${method === "GET" ? (listing ? "ListObjectsV2" : "GetObject") : method}`;
}
