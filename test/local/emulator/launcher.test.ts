import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { EmulatorClient } from "../../../local/aws/emulatorClient.ts";
import { type EmulatorProcess, freePort, startEmulator } from "../../../local/aws/emulatorProcess.ts";
import { scopeOf } from "../../../local/aws/scope.ts";
import { localFolder } from "../../../local/setup/places.mjs";

const directory = join(localFolder(), "test", `launcher-${process.pid}`);
const scope = scopeOf("111111111111", "us-east-1");
const fixed = {
  accountId: scope.accountId,
  region: scope.region,
  stackName: "stack",
  stackId: "arn:aws:cloudformation:stack",
  logicalId: "Thing",
};

interface Made {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

describe("launcher of the emulator", () => {
  let emulator: EmulatorProcess;
  let client: EmulatorClient;
  let frontPort: number;

  async function start(): Promise<void> {
    emulator = await startEmulator({ directory, frontPort });
    client = new EmulatorClient(emulator.port);
  }

  const operate = async (operation: string, type: string, properties: object, more: object = {}) => {
    const answer = await client.resources({ ...fixed, operation, type, properties, tags: [], ...more });
    return { status: answer.status, ...answer.answer } as { status: number; message?: string; error?: string } & Made;
  };
  const tagsOf = async (name: string) => {
    const input = { method: "POST", path: "/", body: `Action=ListRoleTags&Version=2010-05-08&RoleName=${name}` };
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const { body } = await client.call({ scope, service: "iam", headers, ...input });
    return Object.fromEntries(
      [...body.toString().matchAll(/<Key>(.*?)<\/Key><Value>(.*?)<\/Value>/g)].map(([, key, value]) => [key, value]),
    );
  };
  const role = (more: object = {}) => ({ AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] }, ...more });

  before(async () => {
    mkdirSync(directory, { recursive: true });
    frontPort = await freePort();
    await start();
  });
  after(async () => {
    await emulator.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("gives generated names an end of their own, so that a leftover of an earlier stack is not taken for the new resource", async () => {
    const [first, second] = [
      await operate("create", "AWS::SQS::Queue", {}),
      await operate("create", "AWS::SQS::Queue", {}),
    ];
    expect(first.physicalId).to.match(/stack-Thing-[0-9A-F]{13}$/);
    expect(second.physicalId).not.to.equal(first.physicalId);
    const delayed = { DelaySeconds: "5" };
    const more = { physicalId: first.physicalId, oldProperties: {}, attributes: first.attributes };
    expect((await operate("update", "AWS::SQS::Queue", delayed, more)).physicalId).to.equal(first.physicalId);
  });

  it("leaves a replaced resource for the caller to delete", async () => {
    const old = await operate("create", "AWS::SQS::Queue", { QueueName: "old" });
    const more = { physicalId: old.physicalId, oldProperties: { QueueName: "old" }, attributes: old.attributes };
    const replaced = await operate("update", "AWS::SQS::Queue", { QueueName: "new" }, more);
    expect(replaced.physicalId).to.match(/\/new$/);
    expect(await operate("create", "AWS::SQS::Queue", { QueueName: "old" })).to.include({
      status: 422,
      error: "failed",
    });
    expect(await operate("delete", "AWS::SQS::Queue", { QueueName: "old" }, { physicalId: old.physicalId })).to.include(
      { status: 200 },
    );
    expect(await operate("create", "AWS::SQS::Queue", { QueueName: "old" })).to.include({ status: 200 });
  });

  it("puts the stack's tags on resources and takes away those that the stack has no longer", async () => {
    const made = await operate("create", "AWS::IAM::Role", role(), { tags: [{ key: "gone", value: "1" }] });
    expect(await tagsOf(made.physicalId)).to.include({ gone: "1", "aws:cloudformation:logical-id": "Thing" });
    const more = { physicalId: made.physicalId, oldProperties: role(), attributes: made.attributes };
    await operate("update", "AWS::IAM::Role", role({ Description: "d" }), {
      ...more,
      tags: [{ key: "new", value: "2" }],
    });
    const tags = await tagsOf(made.physicalId);
    expect([tags.gone, tags.new]).to.deep.equal([undefined, "2"]);
  });

  it("keeps accounts apart and says which types it lacks", async () => {
    const taken = { LogGroupName: "/shared" };
    await operate("create", "AWS::Logs::LogGroup", taken);
    expect(await operate("create", "AWS::Logs::LogGroup", taken, { accountId: "222222222222" })).to.include({
      status: 200,
    });
    expect(await operate("create", "AWS::Nothing::Here", {})).to.include({ status: 422, error: "unsupported" });
    expect(await operate("create", "Custom::Thing", {})).to.include({ error: "unsupported" });
  });

  it("keeps its state over a stop, which a hanging function can't hold up, and leaves no temporary files", async () => {
    const ZipFile = "import time\ndef handler(event, context):\n    print('hanging')\n    time.sleep(600)\n";
    const lambda = {
      FunctionName: "hanging",
      Runtime: "python3.11",
      Handler: "index.handler",
      Role: "arn:aws:iam::1:role/r",
      Timeout: "900",
    };
    await operate("create", "AWS::Lambda::Function", { ...lambda, Code: { ZipFile } });
    await client.call({ scope, service: "s3", method: "PUT", path: "/kept" });
    await client.call({ scope, service: "s3", method: "PUT", path: "/kept/object", body: "content" });
    const path = "/2015-03-31/functions/hanging/invocations";
    client.call({ scope, service: "lambda", method: "POST", path, body: "{}" }).catch(() => undefined);
    const temporary = join(directory, "tmp");
    while (!readdirSync(temporary).some((name) => name.startsWith("ministack-lambda-")))
      await new Promise((resolve) => setTimeout(resolve, 20));
    emulator.process.kill("SIGTERM");
    await once(emulator.process, "exit");
    expect(readdirSync(temporary)).to.deep.equal([]);
    await start();
    expect((await client.call({ scope, service: "s3", method: "GET", path: "/kept/object" })).body.toString()).to.equal(
      "content",
    );
    expect(await operate("create", "AWS::Lambda::Function", { ...lambda, Code: { ZipFile } })).to.include({
      status: 422,
    });
  });

  it("ends when its parent is killed", async () => {
    const own = join(directory, "orphan");
    mkdirSync(own);
    const script = `import { startEmulator } from "./local/aws/emulatorProcess.ts"; const e = await startEmulator({ directory: ${JSON.stringify(own)}, frontPort: 1 }); console.log(e.process.pid);`;
    const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [pid] = (await once(parent.stdout, "data")) as [Buffer];
    parent.kill("SIGKILL");
    // The emulator holds the other end of the pipe: it closes when both are gone, or the test times out.
    while (isRunning(Number(pid.toString()))) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
