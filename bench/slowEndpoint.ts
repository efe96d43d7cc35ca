import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

export interface SlowEndpoint {
  readonly endpoint: string;
  /** How many calls have come. */
  calls(): number;
  close(): void;
}

/** An endpoint that hands each call on to local AWS some milliseconds after it has come. */
export async function slowEndpoint(target: string, milliseconds: number): Promise<SlowEndpoint> {
  const agent = new Agent({ keepAlive: true });
  let count = 0;
  const server = createServer((incoming, answer) => {
    count += 1;
    const { method = "GET", headers, url = "/" } = incoming;
    setTimeout(() => {
      const onward = request(new URL(url, target), { method, headers, agent }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      onward.on("error", (error) => answer.destroy(error));
      incoming.pipe(onward);
    }, milliseconds);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls: () => count,
    close: () => {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}
