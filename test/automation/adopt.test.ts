import { writeFile } from "node:fs/promises";
import { expect } from "chai";
import { parse } from "yaml";
import { history } from "../../automation/history.ts";
import {
  adopt,
  adoptUntil,
  fileOf,
  filesWith,
  handMadeParameters,
  loseState,
  removeFile,
  textOf,
} from "../support/adoption.ts";
import { makeByHand } from "../support/handMade.ts";
import {
  cloudFormationOf,
  type Ended,
  eventsOf,
  lastEvents,
  type TestEnvironment,
  testEnvironment,
} from "../support/panther.ts";

const minutes = 60_000;
const secret = "c0ffee00c0ffee00c0ffee00c0ffee00";
const given = `DatadogAPIKey=${secret}\n`;

type Adopted = Awaited<ReturnType<typeof adopt>>;

function failureOf({ code, events }: Adopted): { readonly exit: number; readonly code?: string; message?: string } {
  const [failed] = eventsOf(events, "failed");
  return { exit: code, ...(failed && { code: failed.code, message: failed.message }) };
}

function expectDone({ code, stdout, stderr }: Ended): void {
  expect(code, stdout + stderr).to.equal(0);
}

async function resourcesOf(environment: TestEnvironment): Promise<readonly { readonly urn: string }[]> {
  const { code, stdout } = await environment.pulumi("stack", "export");
  if (code !== 0) return [];
  return (JSON.parse(stdout) as { deployment: { resources?: { urn: string }[] } }).deployment.resources ?? [];
}

// One Panther, in the order in which somebody takes it over, loses Pulumi's state, and goes on.
describe("panther adopt, on local AWS with the real engine", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;
  let before36: Readonly<Record<string, string>>;

  before(async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
    await removeFile(environment);
    const parameters = handMadeParameters(environment.accountId, secret);
    await makeByHand(environment, "1.36.0", { parameters, tags: { owner: "security" } });
    before36 = await lastEvents(environment);
  });
  after(() => environment?.remove());

  it("refuses what can't be taken over, and writes nothing: no file, no Pulumi stack", async () => {
    const { Stacks = [] } = await cloudFormationOf(environment).describeStacks({});
    const nested = Stacks.find(({ ParentId }) => ParentId !== undefined)?.StackName ?? "";
    const cases: readonly (readonly [code: string, secrets: string | undefined, args: readonly string[]])[] = [
      ["approval-missing", given, []],
      ["stack-missing", given, ["--yes", "--stack", "panther-other"]],
      ["stack-missing", given, ["--yes", "--region", "eu-central-1"]],
      ["stack-nested", given, ["--yes", "--stack", nested]],
      ["secrets-missing", undefined, ["--yes"]],
      ["secrets-missing", "\n", ["--yes"]],
      ["secrets-unreadable", secret, ["--yes"]],
      ["secrets-unreadable", `{"DatadogAPIKey": ${secret}`, ["--yes"]],
      ["secrets-unknown", `${given}${secret}=x\n`, ["--yes"]],
    ];
    for (const [code, secrets, args] of cases) {
      const refused = await adopt(environment, secrets, ...args);
      expect(failureOf(refused), `${args}`).to.include({ exit: 2, code });
      expect(refused.stdout + refused.stderr).to.not.include(secret);
      if (code === "secrets-missing") expect(failureOf(refused).message).to.include("DatadogAPIKey");
    }
    const elsewhere = environment.as({ AWS_ACCESS_KEY_ID: "999999999999" });
    expect(failureOf(await adopt(elsewhere, given, "--yes"))).to.include({ exit: 2, code: "stack-missing" });
    const nowhere = environment.as({
      AWS_REGION: undefined,
      AWS_DEFAULT_REGION: undefined,
      AWS_CONFIG_FILE: "/dev/null",
    });
    expect(failureOf(await adopt(nowhere, given, "--yes"))).to.include({ exit: 2, code: "region-missing" });
    expect(await textOf(environment).catch(() => "none")).to.equal("none");
    expect((await environment.pulumi("stack", "export")).stderr).to.include("no stack named");
  });

  it("is killed after it has written the file, and the same command goes on from there", async () => {
    const killed = await adoptUntil("is written", environment, given, "--yes");
    expect(killed.code).to.equal(-1);
    expect(await resourcesOf(environment)).to.deep.equal([]);
    const written = await textOf(environment);
    // The file that is there names the account.
    const elsewhere = environment.as({ AWS_ACCESS_KEY_ID: "999999999999" });
    expect(failureOf(await adopt(elsewhere, given, "--yes"))).to.include({ exit: 2, code: "wrong-account" });
    // The secret is not in the file yet, so it is asked for again.
    expect(failureOf(await adopt(environment, undefined, "--yes"))).to.include({ exit: 2, code: "secrets-missing" });

    const adopted = await adopt(environment, given, "--yes", "--reason", "taking over");
    expectDone(adopted);
    const [planned] = eventsOf(adopted.events, "adoption-planned");
    expect(planned).to.deep.include({ release: "1.36.0", secrets: ["DatadogAPIKey"] });
    expect(planned?.file).to.deep.equal({ path: "stacks/Pulumi.test.yaml", action: "used" });
    expect(planned?.parameters).to.be.greaterThan(30);
    const [event] = eventsOf(adopted.events, "adopted");
    expect(event).to.deep.include({ state: "imported", leftToDefault: [] });
    // CloudFormation answers asterisks, so that only its `up` can tell that nothing changes.
    expect(event?.changes).to.deep.equal([
      {
        stack: "root",
        changes: ["Parameters that may have changed (CloudFormation answers ****): DatadogAPIKey"],
      },
    ]);
    expect(await textOf(environment)).to.include(written.trimEnd().split("\n").at(-1));
    expect(await lastEvents(environment)).to.deep.equal(before36);
    const runs = await history(environment.projectDirectory, "test");
    expect(runs[0]).to.deep.include({ command: "adopt", result: "done", reason: "taking over", from: "1.36.0" });
  });

  it("has written every parameter as it is, and nowhere the secret", async () => {
    const { config } = parse(await textOf(environment)) as { config: Readonly<Record<string, unknown>> };
    const { DatadogAPIKey: _, ...shown } = handMadeParameters(environment.accountId, secret);
    expect(config["panther:parameters"]).to.deep.include(shown);
    expect(config["panther:parameters"]).to.not.have.property("DatadogAPIKey");
    expect(config["panther:tags"]).to.deep.equal({ owner: "security" });
    const { stdout } = await environment.pulumi("config", "get", "--path", "panther:secretParameters.DatadogAPIKey");
    expect(stdout.trim()).to.equal(secret);
    // What is no secret is in state and file.
    expect(await filesWith(environment, "10.0.250.0/26")).to.have.length.greaterThan(1);
    expect(await filesWith(environment, secret)).to.deep.equal([]);
  });

  it("has nothing to do a second time, and asks for nothing", async () => {
    const again = await adopt(environment, undefined, "--yes");
    expectDone(again);
    expect(eventsOf(again.events, "adopted")[0]).to.include({ state: "present" });
    const status = await environment.panther("status", "--drift");
    expect(JSON.parse(status.stdout).drift.findings, status.stdout).to.deep.equal([]);
  });

  it("goes on with an import that was killed before Pulumi had read the stacks", async () => {
    const { stdout } = await environment.pulumi("stack", "export");
    const state = JSON.parse(stdout) as {
      deployment: { resources: { type: string; inputs: object; outputs: object; id: string }[] };
    };
    for (const resource of state.deployment.resources) {
      if (resource.type === "aws:cloudformation/stack:Stack") {
        resource.outputs = { ...resource.inputs, id: resource.id };
      }
    }
    const file = `${environment.projectDirectory}/begun.json`;
    await writeFile(file, JSON.stringify(state));
    expectDone(await environment.pulumi("stack", "import", "--file", file));
    const adopted = await adopt(environment, undefined, "--yes");
    expectDone(adopted);
    expect(eventsOf(adopted.events, "adopted")[0]).to.include({ state: "completed" });
    expect(JSON.stringify(await resourcesOf(environment))).to.include("LoadBalancerUrl");
  });

  it("leaves a first up that moves nothing in AWS, after which a preview has nothing to change", async () => {
    expectDone(await environment.pulumi("up", "--yes", "--skip-preview"));
    expect(await lastEvents(environment)).to.deep.equal(before36);
    const { code, stdout, stderr } = await environment.pulumi("preview");
    expect(code, stdout + stderr).to.equal(0);
    expect(stdout + stderr).to.include("Nothing changes.");
  });

  it("leaves an environment that upgrades as any other", async () => {
    expectDone(await environment.pulumi("config", "set", "panther:version", "v1.39.7"));
    // It is the file of an environment that is to move on, not one to adopt with.
    const ahead = await adopt(environment, undefined, "--yes");
    expectDone(ahead);
    expect(
      eventsOf(ahead.events, "notice")
        .map(({ message }) => message)
        .join(),
    ).to.include("panther:version");
    const upgraded = await environment.panther("upgrade", "--hops", "1");
    expectDone(upgraded);
    expect(eventsOf(upgraded.events, "summary")[0]).to.deep.include({ from: "1.36.0", hops: 1, result: "done" });
    expect(await filesWith(environment, secret)).to.deep.equal([]);
  });

  it("rebuilds an environment whose Pulumi state is lost, from its file", async () => {
    await loseState(environment);
    const before = await lastEvents(environment);
    const differing = await adopt(environment, undefined, "--yes");
    expect(failureOf(differing)).to.include({ exit: 2, code: "file-differs" });
    expect(failureOf(differing).message).to.include("panther:version is v1.39.7 in the file and v1.37.11 in AWS");
    expect((await environment.pulumi("stack", "export")).stderr).to.include("no stack named");

    const text = await textOf(environment);
    await writeFile(fileOf(environment), text.replace("v1.39.7", "v1.37.11"));
    const rebuilt = await adopt(environment, undefined, "--yes");
    expectDone(rebuilt);
    expect(eventsOf(rebuilt.events, "adoption-planned")[0]).to.deep.include({ secrets: [] });
    expect(eventsOf(rebuilt.events, "adopted")[0]).to.include({ state: "imported" });
    expect(await textOf(environment)).to.equal(text.replace("v1.39.7", "v1.37.11"));
    expectDone(await environment.pulumi("up", "--yes", "--skip-preview"));
    expect(await lastEvents(environment)).to.deep.equal(before);
  });
});
