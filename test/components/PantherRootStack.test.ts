import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { PantherRootStack, type PantherRootStackArgs } from "../../components/PantherRootStack.ts";
import { requiredValues } from "../model/release/parameters/edges.ts";
import { failureOf, type MockedProgram, mockPulumi, resolved } from "../support/mocks.ts";

const stackType = "aws:cloudformation/stack:Stack";
const stackArn = "arn:aws:cloudformation:us-east-1:123456789012:stack/panther-prod/1";
const given: PantherRootStackArgs = {
  stackName: "panther-prod",
  region: "us-east-1",
  templateUrl: "https://panther-enterprise-us-east-1.s3.amazonaws.com/v1.39.7/panther.yml",
  roleArn: "arn:aws:iam::123456789012:role/PantherDeploymentRole",
  parameters: { ...requiredValues, OnboardSelf: "false" },
};
const stands: MockedProgram = {
  outputs: { [stackType]: () => ({ id: stackArn, outputs: { LoadBalancerUrl: "https://panther.example.com" } }) },
};

describe("PantherRootStack", () => {
  it("is a protected stack with its own role, all capabilities, and time enough", async () => {
    const { program } = await made({});
    expect(program.one("panther:index:PantherRootStack")).to.deep.include({
      name: "panther",
      parent: undefined,
      inputs: { stackName: "panther-prod", region: "us-east-1", templateUrl: given.templateUrl },
    });
    expect(program.one(stackType)).to.deep.include({
      name: "panther-stack",
      parent: "panther",
      protect: true,
      timeouts: { create: "3h", update: "3h", delete: "3h" },
      secretInputs: [],
      inputs: {
        name: "panther-prod",
        templateUrl: given.templateUrl,
        parameters: given.parameters,
        capabilities: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        iamRoleArn: given.roleArn,
      },
    });
    expect(program.resources).to.have.length(2);
  });

  it("takes tags, timeouts, and secrets, which stay secret", async () => {
    const { program } = await made({
      tags: { Team: "security" },
      createTimeout: "4h",
      updateTimeout: "90m",
      deleteTimeout: "1h30m",
      parameters: { ...requiredValues, DatadogAPIKey: pulumi.secret("hunter2") },
    });
    const stack = program.one(stackType);
    expect(stack.inputs).to.deep.include({ tags: { Team: "security" } });
    expect(stack.timeouts).to.deep.equal({ create: "4h", update: "90m", delete: "1h30m" });
    expect(stack.secretInputs).to.deep.equal(["parameters"]);
  });

  it("is guarded, the component before the stack, beside the hooks that it is given", async () => {
    const theirs = new pulumi.ResourceHook("theirs", () => undefined);
    const { program } = await made({}, { hooks: { beforeCreate: [theirs], beforeUpdate: [theirs] } });
    const hook = (name: string) => `PantherRootStack:panther:${name}`;
    expect(program.one("panther:index:PantherRootStack")).to.deep.include({
      beforeCreate: ["theirs", hook("first-deploy-guard")],
      beforeUpdate: ["theirs", hook("identity-guard"), hook("release-guard")],
    });
    expect(program.one(stackType)).to.deep.include({
      beforeCreate: [hook("change-in-words"), hook("first-deploy-guard")],
      beforeUpdate: [hook("change-in-words"), hook("release-guard")],
    });
  });

  it("tells its guard of the first deploy what is allowed", async () => {
    const refusal = async (firstDeployParameters: readonly string[]) => {
      const parameters = { ...requiredValues, OnboardSelf: "false", DatadogAPIKey: pulumi.secret("hunter2") };
      const { program } = await made({ parameters, firstDeployParameters });
      const guard = program.hooks.get("PantherRootStack:panther:first-deploy-guard");
      const resource = { urn: "urn", id: "", name: "panther", type: "panther:index:PantherRootStack" };
      return Promise.resolve(guard?.callback({ ...resource, newInputs: {} })).catch((error: Error) => error.message);
    };
    expect(await refusal([])).to.include("beyond those are DatadogAPIKey");
    expect(await refusal(["DatadogAPIKey"])).to.equal(undefined);
  });

  it("gives the stack's ID and outputs, the release, and a link to the console of its partition", async () => {
    const outputs = ({ stackId, outputs, version, consoleUrl }: PantherRootStack) =>
      resolved(pulumi.output({ stackId, outputs, version, consoleUrl }));
    const shown = (host: string, region: string) =>
      `https://${host}/cloudformation/home?region=${region}#/stacks/events?stackId=${encodeURIComponent(stackArn)}`;
    expect(await outputs((await made({})).root)).to.deep.equal({
      stackId: stackArn,
      outputs: { LoadBalancerUrl: "https://panther.example.com" },
      version: "v1.39.7",
      consoleUrl: shown("console.aws.amazon.com", "us-east-1"),
    });
    const own = { region: "cn-north-1", templateUrl: "https://mirror.s3.cn-north-1.amazonaws.com.cn/own.yml" };
    expect(await outputs((await made(own)).root)).to.deep.include({
      version: "",
      consoleUrl: shown("console.amazonaws.cn", "cn-north-1"),
    });
  });
});

describe("PantherRootStack refuses", () => {
  const wrong: Readonly<Record<string, [Partial<PantherRootStackArgs>, RegExp]>> = {
    "a name that the role may not touch": [{ stackName: "prod" }, /root stack's name "prod" must begin with panther-/],
    "a region that Panther does not support": [{ region: "us-gov-west-1" }, /does not support us-gov-west-1/],
    "a region that the release does not have yet": [
      { region: "eu-west-3", templateUrl: "https://mirror.s3.amazonaws.com/v1.14.3/panther.yml" },
      /v1\.14\.3 does not support eu-west-3/,
    ],
    "a template that is not in S3": [{ templateUrl: "https://example.com/v1.39.7/panther.yml" }, /no https URL/],
    "a parameter out of its limits": [
      { parameters: { ...requiredValues, CloudSecurityMemory: "1" } },
      /CloudSecurityMemory/,
    ],
    "a parameter that is missing": [{ parameters: {} }, /FirstUserEmail has to be set/],
    "a blank one that is required": [
      { parameters: { ...requiredValues, FirstUserEmail: "" } },
      /FirstUserEmail is blank/,
    ],
    "a secret in plain text": [
      { parameters: { ...requiredValues, DatadogAPIKey: "hunter2" } },
      /DatadogAPIKey is given in plain/,
    ],
  };

  for (const [what, [args, message]] of Object.entries(wrong)) {
    it(`${what}, before anything is registered`, async () => {
      const { refusal, program } = await refused(args);
      expect(refusal).to.be.instanceOf(pulumi.RunError);
      expect(refusal.message).to.match(message).and.not.include("hunter2");
      expect(program.resources).to.deep.equal([]);
      expect(program.hooks.size).to.equal(0);
    });
  }

  it("with every problem at once, a line each", async () => {
    const { refusal } = await refused({
      stackName: "prod",
      region: "nowhere-1",
      parameters: { OnboardSelf: "maybe", DatadogAPIKey: "hunter2", FirstUserEmail: "a@example.com" },
    });
    const [title, ...problems] = refusal.message.split("\n");
    expect(title).to.equal("The root stack can't be deployed like this:");
    for (const [index, about] of ["prod", "nowhere-1", "PulumiSecretArn", "PulumiSecretKeyArn"].entries()) {
      expect(problems[index])
        .to.match(/^- .+\.$/)
        .and.include(about);
    }
    expect(problems.join("\n")).to.include("OnboardSelf").and.include("DatadogAPIKey").and.not.include("hunter2");
    expect(problems).to.have.length(6);
  });

  it("nothing that is not known yet", async () => {
    const unknown = <T>(value: T) => pulumi.output(value);
    await made({ stackName: unknown("prod"), region: unknown("nowhere-1"), templateUrl: unknown("x") });
    await made({ parameters: unknown({ OnboardSelf: "maybe" }) });
    await made({ parameters: Promise.resolve({ OnboardSelf: "maybe" }) });
    await made({ parameters: { ...requiredValues, OnboardSelf: unknown("maybe"), FirstUserEmail: unknown("") } });
  });

  it("nothing by the documentation where the template itself was asked, but still what is wrong anyway", async () => {
    const parameters = { OnboardSelf: "maybe" };
    await made({ parameters, checkedAgainstTemplate: true });
    const { refusal } = await refused({ parameters, checkedAgainstTemplate: true, stackName: "prod" });
    expect(refusal.message.split("\n")).to.have.length(2);
  });
});

async function made(args: Partial<PantherRootStackArgs>, options?: pulumi.ComponentResourceOptions) {
  const program = await mockPulumi(stands);
  const root = new PantherRootStack("panther", { ...given, ...args }, options);
  await program.settled();
  return { program, root };
}

async function refused(args: Partial<PantherRootStackArgs>) {
  const program = await mockPulumi(stands);
  const refusal = await failureOf(() => new PantherRootStack("panther", { ...given, ...args }));
  await program.settled();
  return { program, refusal };
}
