import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { customResourceCode } from "../../../local/releases/assets.ts";

interface Received {
  readonly method: string;
  readonly contentType: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

const event = {
  ResourceType: "Custom::PantherSettings",
  LogicalResourceId: "PantherSettings",
  StackId: "arn:aws:cloudformation:us-east-1:111111111111:stack/panther-core/1",
  RequestId: "request-1",
};

/** Runs the published archive as Lambda would, and returns what reached the ResponseURL. */
async function run(archive: string, more: object): Promise<Received> {
  const server = createServer();
  const received = new Promise<Received>((resolve) => {
    server.once("request", async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      response.end();
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Received["body"];
      resolve({ method: request.method ?? "", contentType: request.headers["content-type"], body });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const input = JSON.stringify({ ...event, ResponseURL: `http://127.0.0.1:${port}/answer`, ...more });
  const script =
    "import sys, json; sys.path.insert(0, sys.argv[1]); import custom_resources; custom_resources.handler(json.load(sys.stdin), None)";
  try {
    await execa("python3", ["-c", script, archive], { input, env: { no_proxy: "127.0.0.1" } });
    return await received;
  } finally {
    server.close();
  }
}

describe("the function behind custom resources", () => {
  let folder: string;
  let archive: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "panther-custom-resources-"));
    archive = join(folder, "code.zip");
    await writeFile(archive, customResourceCode(0));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("answers CloudFormation with success and a physical ID that an update keeps", async () => {
    const created = await run(archive, { RequestType: "Create", ResourceProperties: {} });
    expect(created).to.deep.include({ method: "PUT", contentType: "" });
    expect(created.body).to.include({
      Status: "SUCCESS",
      StackId: event.StackId,
      RequestId: "request-1",
      LogicalResourceId: "PantherSettings",
    });
    const id = created.body.PhysicalResourceId;
    expect(id).to.match(/^custom:PantherSettings:[0-9a-f]{12}$/);
    const updated = await run(archive, { RequestType: "Update", PhysicalResourceId: "kept", ResourceProperties: {} });
    expect(updated.body.PhysicalResourceId).to.equal("kept");
  });

  it("fails with the reason that it is told, but lets go of what it failed to make", async () => {
    const properties = { ResourceProperties: { FailWith: "Quota of settings exceeded" } };
    const created = await run(archive, { RequestType: "Create", ...properties });
    expect(created.body).to.include({ Status: "FAILED", Reason: "Quota of settings exceeded" });
    const deleted = await run(archive, { RequestType: "Delete", PhysicalResourceId: "some", ...properties });
    expect(deleted.body.Status).to.equal("SUCCESS");
  });
});
