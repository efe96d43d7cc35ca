import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  changeInWords,
  type FirstDeploy,
  firstDeployGuard,
  identityGuard,
  releaseGuard,
  withHooks,
} from "../../components/guards.ts";
import { rootChangeProblem } from "../../model/rules/releaseChange.ts";
import { mockPulumi } from "../support/mocks.ts";

const component = { type: "PantherRootStack", name: "panther" };
const url = (version: string) => `https://panther-enterprise-us-east-1.s3.amazonaws.com/v${version}/panther.yml`;
type Properties = Readonly<Record<string, unknown>>;
type HookArgs = { readonly [key in "oldInputs" | "newInputs" | "oldOutputs"]?: Properties | undefined } & {
  readonly type?: string;
};

describe("the guard of a change of release", () => {
  const run = (from: Properties | undefined, to: Properties, preview = false) =>
    said(releaseGuard(component, rootChangeProblem), { oldInputs: from, newInputs: to }, preview);
  const skipping = [{ templateUrl: url("1.36.0") }, { templateUrl: url("1.38.5") }] as const;
  const problem =
    "v1.36.0 to v1.38.5 leaves out minors after 1.36. To a newer release, minor by minor: panther upgrade stack. Else set panther:version back to what runs";

  it("refuses in an up", async () => {
    expect(await run(...skipping)).to.deep.equal({ lines: [], refusal: problem });
  });

  it("warns in a preview", async () => {
    expect(await run(...skipping, true)).to.deep.equal({
      lines: [`warning: panther: pulumi up will refuse this. ${problem}.`],
      refusal: undefined,
    });
  });

  it("compares a component's outputs, since its inputs may be of an update that failed", async () => {
    const [from, to] = skipping;
    const type = "panther:index:PantherRootStack";
    const guard = releaseGuard(component, rootChangeProblem);
    expect(await said(guard, { type, oldInputs: to, oldOutputs: from, newInputs: to }, false)).to.have.property(
      "refusal",
      problem,
    );
  });

  it("goes by the release that is said to run, where Pulumi's state is behind it", async () => {
    const [from, to] = skipping;
    const refusal = async (running: string) =>
      (await said(releaseGuard(component, rootChangeProblem, running), { oldInputs: from, newInputs: to }, false))
        .refusal;
    expect(await refusal("1.37.11")).to.equal(undefined);
    expect(await refusal("1.36.0")).to.equal(problem);
  });

  it("goes by the template that stands, after an update in the console or an import", async () => {
    const standing = (version: string) => ({
      templateBody: JSON.stringify({ Mappings: { Constants: { Panther: { Version: version } } } }),
    });
    const [from, to] = skipping;
    const refusal = async (oldInputs: Properties, oldOutputs: Properties) => {
      const guard = releaseGuard(component, rootChangeProblem);
      return (await said(guard, { oldInputs, oldOutputs, newInputs: to }, false)).refusal;
    };
    expect(await refusal(from, standing("1.37.11"))).to.equal(undefined);
    expect(await refusal(from, standing("1.38.5"))).to.equal(undefined);
    for (const templateBody of ["{}", "{", ""]) expect(await refusal(from, { templateBody })).to.equal(problem);
    expect(await refusal({}, standing("1.36.0"))).to.equal(problem);
    expect(await refusal(to, standing("1.39.7"))).to.include("v1.38.5 is older than v1.39.7");
    expect(await refusal(to, standing("1.38.5"))).to.equal(undefined);
  });

  it("knows a secret URL, too", async () => {
    const [from, to] = skipping.map(({ templateUrl }) => ({ templateUrl: pulumi.secret(templateUrl) }));
    expect(await run(from, to ?? {})).to.have.property("refusal", problem);
  });

  it("says nothing where nothing is wrong, or a URL is not known", async () => {
    const silent = { lines: [], refusal: undefined };
    expect(await run({ templateUrl: url("1.36.0") }, { templateUrl: url("1.37.11") })).to.deep.equal(silent);
    expect(await run({ templateUrl: url("1.36.0") }, { templateUrl: pulumi.unknown }, true)).to.deep.equal(silent);
    expect(await run({ templateBody: "{}" }, { templateUrl: url("1.38.5") })).to.deep.equal(silent);
    expect(await run(undefined, { templateUrl: url("1.38.5") })).to.deep.equal(silent);
  });
});

describe("the guard of a first deploy", () => {
  const minimal = { FirstUserEmail: "a@example.com", OnboardSelf: "false" };
  const run = (newInputs: Properties, deploy: Partial<FirstDeploy> = {}, preview = false) =>
    said(firstDeployGuard(component, { allowed: [], ...deploy }), { newInputs }, preview);
  const silent = { lines: [], refusal: undefined };

  it("refuses what is not minimal in an up, and warns of it in a preview, by names alone", async () => {
    const parameters = pulumi.secret({ ...minimal, VpcID: "vpc-1", DatadogAPIKey: "hunter2" });
    const { refusal, lines } = await run({ parameters });
    expect(lines).to.deep.equal([]);
    expect(refusal).to.match(
      /beyond those are VpcID, DatadogAPIKey\. .*panther deploy stack\. .*panther:firstDeployParameters$/,
    );
    expect(await run({ parameters }, {}, true)).to.deep.equal({
      lines: [`warning: panther: pulumi up will refuse this. ${refusal}.`],
      refusal: undefined,
    });
  });

  it("has nothing against the minimum, and against what is allowed", async () => {
    expect(await run({ parameters: minimal })).to.deep.equal(silent);
    expect(await run({ parameters: { ...minimal, VpcID: "vpc-1" } }, { allowed: ["VpcID"] })).to.deep.equal(silent);
  });

  it("refuses OnboardSelf as it is by default", async () => {
    expect(await run({ parameters: {} }))
      .to.have.property("refusal")
      .that.includes("OnboardSelf is not set");
    expect(await run({ parameters: { OnboardSelf: pulumi.unknown } }, {}, true)).to.deep.equal(silent);
  });

  it("judges at the component what is known there, with hidden ones by name", async () => {
    const atComponent = { stackName: "panther-prod", region: "us-east-1" };
    expect(await run(atComponent)).to.deep.equal(silent);
    expect(await run(atComponent, { values: minimal })).to.deep.equal(silent);
    const hidden = await run(atComponent, { values: minimal, hiddenNames: ["DatadogAPIKey"] });
    expect(hidden.refusal).to.match(/beyond those are DatadogAPIKey\./);
    // Whether it is false shows when the stack itself is created.
    expect(await run(atComponent, { values: {}, hiddenNames: ["OnboardSelf"] })).to.deep.equal(silent);
  });

  it("has the web app's own minimum in front of a backend in China, and no key to name more in", async () => {
    const parameters = { FirstUserEmail: "a@example.com", SecretID: "panther/china" };
    expect(await run({ parameters }, { template: "proxy" })).to.deep.equal(silent);
    const { refusal } = await run({ parameters: { ...parameters, CustomDomain: "x" } }, { template: "proxy" });
    expect(refusal).to.match(/beyond those are CustomDomain\. .*panther deploy stack$/);
  });

  it("warns once, although component and stack have it", async () => {
    await mockPulumi({ preview: true });
    const guard = firstDeployGuard(component, { allowed: [], values: { VpcID: "vpc-1" } });
    const first = await said(guard, { newInputs: {} }, true);
    const second = await said(guard, { newInputs: { parameters: { VpcID: "vpc-1" } } }, true);
    expect([first.lines.length, second.lines.length]).to.deep.equal([1, 0]);
  });
});

describe("the guard of an identity", () => {
  const run = (oldInputs: Properties | undefined, newInputs: Properties | undefined, preview: boolean) =>
    said(identityGuard(component), { oldInputs, newInputs }, preview);
  const before = { stackName: "panther-a", region: "us-east-1" };

  for (const preview of [false, true]) {
    it(`refuses a change, ${preview ? "already in a preview" : "in an up"}`, async () => {
      const { refusal, lines } = await run(before, { ...before, stackName: pulumi.secret("panther-b") }, preview);
      expect(refusal).to.match(/^The stack's name can't change from panther-a to panther-b: .*\. Set it back\./);
      expect(lines).to.deep.equal([]);
    });
  }

  it("lets be what is the same, secret or not, and what is not known", async () => {
    for (const [old, now] of [
      [before, { ...before, region: pulumi.secret("us-east-1") }],
      [before, { stackName: pulumi.unknown, region: pulumi.secret(pulumi.unknown) }],
      [{}, before],
      [undefined, undefined],
    ] as const) {
      expect(await run(old, now, true)).to.deep.equal({ lines: [], refusal: undefined });
    }
  });
});

describe("a change in words", () => {
  const run = (args: HookArgs) => said(changeInWords(component), args, true);

  it("names the release and parameters of a creation, never a value", async () => {
    const parameters = pulumi.secret({ FirstUserEmail: "a@example.com", DatadogAPIKey: "hunter2" });
    expect((await run({ newInputs: { templateUrl: url("1.36.0"), parameters } })).lines).to.deep.equal([
      "info: panther: Panther v1.36.0 is deployed for the first time, with FirstUserEmail, DatadogAPIKey; all else has the template's default.",
    ]);
  });

  it("names what an update changes, a line each", async () => {
    const oldInputs = { templateUrl: url("1.36.0"), parameters: pulumi.secret({ DatadogAPIKey: "hunter2" }) };
    const newInputs = { templateUrl: url("1.37.11"), parameters: pulumi.secret({ DatadogAPIKey: "hunter3" }) };
    expect((await run({ oldInputs, newInputs })).lines).to.deep.equal([
      "info: panther: Panther v1.36.0 → v1.37.11",
      "info: panther: Parameters changed: DatadogAPIKey",
    ]);
  });

  it("explains an update without a change", async () => {
    const inputs = { templateUrl: url("1.36.0"), parameters: pulumi.secret({ DatadogAPIKey: "hunter2" }) };
    const oldOutputs = { parameters: { DatadogAPIKey: "****" } };
    const { lines } = await run({ oldInputs: inputs, newInputs: inputs, oldOutputs });
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^info: panther: Nothing changes\. .*DatadogAPIKey/);
  });
});

describe("hooks of a component", () => {
  it("run in previews, too, under names that tell two components of one name apart", () => {
    const hooks = [component, { ...component, type: "PantherDeploymentRole" }].flatMap((one) => [
      releaseGuard(one, rootChangeProblem),
      firstDeployGuard(one, { allowed: [] }),
      identityGuard(one),
      changeInWords(one),
    ]);
    expect(new Set(hooks.map(({ name }) => name)).size).to.equal(8);
    expect(hooks.map(({ opts }) => opts?.onDryRun)).to.deep.equal(Array(8).fill(true));
  });

  it("come after those that its options bring", () => {
    const [theirs, own] = ["theirs", "own"].map((name) => new pulumi.ResourceHook(name, () => undefined));
    if (!theirs || !own) throw new Error("no hooks");
    const options = { protect: true, hooks: { beforeCreate: [theirs], beforeUpdate: [theirs], afterDelete: [theirs] } };
    expect(withHooks(options, { beforeUpdate: [own] })).to.deep.equal({
      protect: true,
      hooks: { beforeCreate: [theirs], beforeUpdate: [theirs, own], afterDelete: [theirs] },
    });
    expect(withHooks(undefined, { beforeCreate: [own], beforeUpdate: [own] })).to.deep.equal({
      hooks: { beforeCreate: [own], beforeUpdate: [own] },
    });
  });
});

/** What a hook says and why it refuses, run as the engine would. Without one, the runtime's messages go to the console. */
async function said(hook: pulumi.ResourceHook, args: HookArgs, preview: boolean) {
  await mockPulumi({ preview });
  const { log, warn } = console;
  const lines: string[] = [];
  const record = (line: string) => {
    lines.push(line.replace("[runtime] ", ""));
  };
  Object.assign(console, { log: record, warn: record });
  try {
    const resource = { urn: "urn", id: "", name: "panther-stack", type: "aws:cloudformation/stack:Stack" };
    await hook.callback({ ...resource, ...args } as pulumi.ResourceHookArgs);
    return { lines, refusal: undefined };
  } catch (error) {
    return { lines, refusal: (error as Error).message };
  } finally {
    Object.assign(console, { log, warn });
  }
}
