import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Agent } from "./agent.ts";

/** Systems Manager's own address: what a client with `AWS_ENDPOINT_URL_SSM` asks, an agent answers. */
export interface AgentServer {
  readonly url: string;
  close(): Promise<void>;
}

const calls: Readonly<Record<string, keyof Agent["commands"]>> = {
  DescribeInstanceInformation: "describeInstanceInformation",
  SendCommand: "sendCommand",
  ListCommands: "listCommands",
  GetCommandInvocation: "getCommandInvocation",
};

export async function agentServer({ commands }: Agent): Promise<AgentServer> {
  const answer = async (
    target: string,
    body: string,
  ): Promise<{ readonly status: number; readonly content: object }> => {
    const call = calls[target.replace("AmazonSSM.", "")];
    if (!call) return { status: 400, content: { __type: "InvalidAction", message: `${target} is not served` } };
    try {
      const content = await (commands[call] as (request: object) => Promise<object>)(JSON.parse(body));
      return { status: 200, content };
    } catch (error) {
      const { name, message } = error as Error;
      return { status: 400, content: { __type: name, message } };
    }
  };
  const server = createServer(async (request, response) => {
    const { status, content } = await answer(String(request.headers["x-amz-target"]), await text(request));
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(content));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
