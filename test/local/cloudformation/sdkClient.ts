import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { handleCloudFormation } from "../../../local/cloudformation/api.ts";
import { type Harness, scope } from "./harness.ts";

/** The SDK's client of an engine, over HTTP, for the tests of the `describe` that calls this. */
export function sdkClient(h: Harness): { readonly client: () => CloudFormationClient } {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await handleCloudFormation(h.engine, scope, new URLSearchParams(Buffer.concat(chunks).toString()));
    response.writeHead(answer.status, { "content-type": "text/xml" }).end(answer.body);
  });
  let client: CloudFormationClient;

  before((done) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      client = new CloudFormationClient({
        endpoint: `http://127.0.0.1:${port}`,
        region: "eu-west-1",
        credentials: { accessKeyId: "111111111111", secretAccessKey: "x" },
        maxAttempts: 1,
      });
      done();
    });
  });
  after(() => {
    client.destroy();
    server.close();
  });
  return { client: () => client };
}
