import { writeFile } from "node:fs/promises";
import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import { type AdoptOptions, adopt as adoptFunction, type DriverEvent } from "../../automation/index.ts";
import { adopt, deleteState, fileOf, filesWith, handMadeParameters, removeFile, textOf } from "../support/adoption.ts";
import { makeRootByHand } from "../support/handMade.ts";
import { asCallerOf, eventsOf, lastEvents, type TestEnvironment, testEnvironment } from "../support/panther.ts";

const minutes = 60_000;
const secret = "c0ffee00c0ffee00c0ffee00c0ffee00";

// One Panther, whose role is in no stack, taken over in several ways.
describe("panther adopt of a Panther whose role somebody else manages", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;
  let roleArn: string;

  before(async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
    await removeFile(environment);
    const { env, region, accountId } = environment;
    const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
    const iam = new IAM({ region, endpoint: env.AWS_ENDPOINT_URL ?? "", credentials });
    const RoleName = "TheirRole";
    const trust = { Effect: "Allow", Principal: { Service: "cloudformation.amazonaws.com" }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    await iam.createRole({ RoleName, AssumeRolePolicyDocument });
    roleArn = `arn:aws:iam::${accountId}:role/${RoleName}`;
    await makeRootByHand(environment, "1.36.0", roleArn, { parameters: handMadeParameters(accountId, secret) });
  });
  after(() => environment?.remove());

  async function inProcess(
    options: Partial<AdoptOptions>,
  ): Promise<{ readonly result: string; readonly events: DriverEvent[] }> {
    const events: DriverEvent[] = [];
    const { projectDirectory, region } = environment;
    const { report } = options;
    const { result } = await asCallerOf(environment, () =>
      adoptFunction({
        environment: "test",
        projectDirectory,
        stack: "panther-test",
        region,
        secrets: async () => ({ DatadogAPIKey: secret }),
        ...options,
        report: (event) => {
          events.push(event);
          report?.(event);
        },
      }),
    );
    return { result, events };
  }

  it("writes nothing when the answer is no", async () => {
    let shown = "";
    const { result, events } = await inProcess({
      approve: async ({ role }) => {
        shown = JSON.stringify(role);
        return false;
      },
    });
    expect(result).to.equal("refused");
    expect(shown).to.equal(JSON.stringify({ arn: roleArn }));
    expect(eventsOf(events, "failed")[0]).to.include({ code: "not-approved" });
    expect(await textOf(environment).catch(() => "none")).to.equal("none");
  });

  it("stops between two steps when it is interrupted, and goes on the next time", async () => {
    const abort = new AbortController();
    const { result } = await inProcess({
      signal: abort.signal,
      report: (event) => {
        if (event.type === "observed") abort.abort(new Error("SIGTERM"));
      },
    });
    expect(result).to.equal("interrupted");
    expect((await environment.pulumi("stack", "export")).stderr).to.include("no stack named");
    const text = await textOf(environment);
    expect(text).to.include(roleArn);
    expect(text).to.not.include("secretParameters");
  });

  it("completes a file that has Pulumi's encryption settings alone", async () => {
    await removeFile(environment);
    const made = await environment.pulumi("stack", "init");
    expect(made.code, made.stderr).to.equal(0);
    const { encryptionsalt } = parse(await textOf(environment)) as { readonly encryptionsalt: string };
    const before = await lastEvents(environment);
    const { result, events } = await inProcess({});
    expect(result, JSON.stringify(events)).to.equal("done");
    const file = parse(await textOf(environment)) as { readonly encryptionsalt: string; readonly config: object };
    expect(file.encryptionsalt).to.equal(encryptionsalt);
    expect(file.config).to.deep.include({ "panther:deploymentRole": { arn: roleArn } });
    expect(eventsOf(events, "adoption-planned")[0]?.file.action).to.equal("completed");
    expect(eventsOf(events, "adopted")[0]).to.not.have.property("roleStackId");
    expect(JSON.stringify(events)).to.not.include(secret);
    expect(await filesWith(environment, secret)).to.deep.equal([]);
    const up = await environment.pulumi("up", "--yes", "--skip-preview");
    expect(up.code, up.stdout + up.stderr).to.equal(0);
    expect(await lastEvents(environment)).to.deep.equal(before);
  });

  it("tells all keys in which a file differs, without values, and leaves Pulumi's state empty", async () => {
    await deleteState(environment);
    const written = parse(await textOf(environment)) as { config: Record<string, unknown> };
    const parameters = { ...(written.config["panther:parameters"] as Record<string, string>) };
    // Left out, it would go back to its default; this one has it anyway.
    delete parameters.Debug;
    delete parameters.EnableReports;
    const config = {
      ...written.config,
      "panther:parameters": { ...parameters, CompanyDisplayName: "Somebody Else", NoSuchParameter: "1" },
      "panther:deploymentRole": { stackName: "panther-deployment-role" },
      "panther:tags": { team: "blue" },
    };
    await writeFile(fileOf(environment), stringify({ ...written, config }));
    const refused = await adopt(environment, undefined, "--yes");
    expect(refused.code).to.equal(2);
    const [failed] = eventsOf(refused.events, "failed");
    expect(failed?.code).to.equal("file-differs");
    const keys = failed?.message.split("\n").flatMap((line) => /^- (\S+)/.exec(line)?.[1] ?? []);
    expect(keys).to.have.members([
      "panther:parameters.Debug",
      "panther:parameters.CompanyDisplayName",
      "panther:parameters.NoSuchParameter",
      "panther:deploymentRole",
      "panther:tags.team",
    ]);
    expect(failed?.message).to.not.include("Somebody Else");
    expect((await environment.pulumi("stack", "export")).stderr).to.include("no stack named");
    await writeFile(fileOf(environment), stringify(written));
  });

  it("leaves a NoEcho parameter to its default where that is said, and warns of what the next update does", async () => {
    const { config, ...settings } = parse(await textOf(environment)) as { config: Record<string, unknown> };
    const { "panther:secretParameters": _, ...rest } = config;
    await writeFile(fileOf(environment), stringify({ config: rest, ...settings }));
    const adopted = await adopt(environment, "DatadogAPIKey=", "--yes");
    expect(adopted.code, adopted.stdout + adopted.stderr).to.equal(0);
    expect(eventsOf(adopted.events, "adopted")[0]).to.deep.include({ changes: [], leftToDefault: ["DatadogAPIKey"] });
    expect(await textOf(environment)).to.not.include("secretParameters");
  });
});
