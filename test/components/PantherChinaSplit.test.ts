import { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { PantherChinaSideArgs } from "../../components/china/sideArgs.ts";
import { PantherChinaSplit, type PantherChinaSplitArgs } from "../../components/PantherChinaSplit.ts";
import { failureOf, type MockedProgram, mockPulumi, type RecordedResource, resolved } from "../support/mocks.ts";

const stackType = "aws:cloudformation/stack:Stack";
const chinaHost = "https://example-releases.s3.cn-north-1.amazonaws.com.cn";
const role = (host: string) => ({
  stackName: "panther-deployment-role",
  roleName: "PantherDeploymentRole",
  templateUrl: `${host}/panther-deployment-role/v1.39.7/template.yml`,
});
const backend: PantherChinaSideArgs = {
  stackName: "panther-backend",
  region: "cn-north-1",
  templateUrl: `${chinaHost}/v1.39.7/panther.yml`,
  parameters: {
    FirstUserEmail: "a@example.com",
    OnboardSelf: "false",
    PulumiSecretArn: "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:token-AbCdEf",
    PulumiSecretKeyArn: "arn:aws-cn:kms:cn-north-1:123456789012:key/00000000-0000-4000-8000-000000000000",
  },
  role: role(chinaHost),
};
const web: PantherChinaSideArgs = {
  stackName: "panther-web",
  region: "ap-southeast-1",
  templateUrl: "https://panther-enterprise-ap-southeast-1.s3.amazonaws.com/v1.39.7/proxy_panther.yml",
  parameters: { FirstUserEmail: "a@example.com" },
  role: role("https://panther-public-cloudformation-templates.s3.amazonaws.com"),
};

describe("PantherChinaSplit", () => {
  it("has backend, secret and web app in this order, each side with its own provider", async () => {
    const { program } = await made({ web, tags: { Team: "security" }, createTimeout: "4h" });
    const custom = program.resources.filter(({ type }) => type.startsWith("aws:"));
    expect(custom.map(({ name, parent, provider }) => [name, parent, provider])).to.deep.equal([
      ["split-backend-role-stack", "split-backend-role", "china"],
      ["split-backend-stack", "split-backend", "china"],
      ["split-secret-container", "split-secret", "outside"],
      ["split-secret-policy", "split-secret", "outside"],
      ["split-web-role-stack", "split-web-role", "outside"],
      ["split-web-stack", "split-web", "outside"],
    ]);
    // As edges, not by chance: a component's own come before all that is in it.
    const edges = (name: string) => named(program.resources, name).after;
    expect(edges("split-backend-stack")).to.include("split-backend-role-stack");
    expect(edges("split-secret")).to.include("split-backend-stack");
    expect(edges("split-web-role")).to.include("split-secret-policy");
    expect(edges("split-web-stack")).to.include.members(["split-web-role-stack", "split-secret-policy"]);
    for (const component of ["backend", "backend-role", "secret", "web", "web-role"])
      expect(named(program.resources, `split-${component}`).parent).to.equal("split");
    for (const { name, inputs, timeouts } of custom.filter(({ type }) => type === stackType)) {
      expect(inputs.tags).to.deep.equal({ Team: "security" });
      expect(timeouts.create).to.equal(name.includes("role") ? "" : "4h");
    }
  });

  it("has the guards of both root stacks before anything else", async () => {
    const { program } = await made({ web });
    const names = program.resources.map(({ name }) => name);
    const [lastRoot, firstTouched] = [names.indexOf("split-web"), names.indexOf("split-backend-role")];
    expect(names.slice(0, lastRoot + 1)).to.have.members(["china", "outside", "split", "split-backend", "split-web"]);
    expect(firstTouched).to.be.greaterThan(lastRoot);
    expect(named(program.resources, "split")).to.deep.include({
      inputs: { webRegion: "ap-southeast-1", webAccountId: "210987654321" },
      beforeUpdate: ["PantherChinaSplit:split:identity-guard"],
    });
    for (const side of ["backend", "web"]) {
      expect(named(program.resources, `split-${side}`).beforeUpdate).to.deep.equal([
        `PantherRootStack:split-${side}:identity-guard`,
        `PantherRootStack:split-${side}:release-guard`,
      ]);
    }
  });

  it("gives the web app the secret's name, and holds it to rules of its own", async () => {
    for (const parameters of [web.parameters, pulumi.output(web.parameters)]) {
      const { program } = await made({ web: { ...web, parameters } });
      expect(named(program.resources, "split-web-stack").inputs.parameters).to.deep.equal({
        FirstUserEmail: "a@example.com",
        SecretID: "panther/china",
      });
    }
  });

  it("has no web side until it is asked for", async () => {
    const { program, split } = await made({});
    expect(program.resources.map(({ name }) => name)).to.not.include.members(["split-web", "split-web-role"]);
    expect([split.web, split.webRoleArn, split.webRoleVersion]).to.deep.equal([undefined, undefined, undefined]);
    expect(await resolved(split.secretName)).to.equal("panther/china");
  });

  it("takes roles that are there, and waits all the same", async () => {
    const arn = (partition: string) => `arn:${partition}:iam::123456789012:role/Theirs`;
    const { role: _, ...bare } = backend;
    const { role: __, ...bareWeb } = web;
    const { program, split } = await made({
      backend: { ...bare, roleArn: arn("aws-cn") },
      web: { ...bareWeb, roleArn: arn("aws") },
    });
    expect(program.resources.filter(({ type }) => type.endsWith("DeploymentRole"))).to.deep.equal([]);
    expect(named(program.resources, "split-backend-stack").inputs.iamRoleArn).to.equal(arn("aws-cn"));
    const stack = named(program.resources, "split-web-stack");
    expect(stack.inputs.iamRoleArn).to.equal(arn("aws"));
    expect(stack.after).to.include("split-secret-policy");
    const names = program.resources.map(({ name }) => name);
    expect(names.indexOf("split-web")).to.be.lessThan(names.indexOf("split-backend-stack"));
    expect(await resolved(split.backendRoleArn)).to.equal(arn("aws-cn"));
    expect(split.backendRoleVersion).to.equal(undefined);
  });

  it("has the backend's root stack wait for the bucket, and its role not", async () => {
    const [readable, setReadable] = pulumi.deferredOutput<string>();
    const { program, split } = await begun({ readableBucketName: readable });
    // Whoever may read the bucket is known by the role's ARN.
    await resolved(split.backendRoleArn);
    expect(program.resources.map(({ name }) => name)).to.not.include("split-backend-stack");
    setReadable(pulumi.output("example-releases"));
    await program.settled();
    expect(program.resources.map(({ name }) => name)).to.include("split-backend-stack");
  });

  it("tells each root stack which release runs there", async () => {
    const { program } = await made({
      backend: { ...backend, runningRelease: "1.38.5" },
      web: { ...web, runningRelease: "1.37.2" },
    });
    const refused = async (side: string) => {
      const guard = program.hooks.get(`PantherRootStack:split-${side}:release-guard`);
      const newInputs = { templateUrl: (side === "web" ? web : backend).templateUrl };
      const resource = { urn: "urn", id: "", name: "x", type: "panther:index:PantherRootStack", newInputs };
      return Promise.resolve(guard?.callback(resource)).catch((error: Error) => error.message);
    };
    expect(await refused("backend")).to.equal(undefined);
    expect(await refused("web")).to.include("v1.37.2 to v1.39.7 leaves out minors after 1.37");
  });

  it("refuses what either root stack refuses, and a side without a role, before it is registered", async () => {
    const wrong: readonly [Partial<PantherChinaSplitArgs>, string][] = [
      [{ backend: { ...backend, stackName: "backend" } }, 'name "backend" must begin with panther-'],
      [{ backend: { ...backend, parameters: {} } }, "FirstUserEmail has to be set"],
      [
        { backend: { ...backend, parameters: { PulumiSecretArn: "arn:aws:secretsmanager:x:1:secret:y" } } },
        "PulumiSecretArn is an ARN of the partition aws",
      ],
      [{ web: { ...web, stackName: "web" } }, 'name "web" must begin with panther-'],
    ];
    for (const [args, message] of wrong) expect(await refusal(args)).to.include(message);
    const { role: _, ...bare } = web;
    expect(await refusal({ web: bare })).to.include("split-web-role needs roleArn, or role");
  });
});

const stands: MockedProgram = {
  outputs: {
    [stackType]: ({ name }) => ({
      id: `arn:aws:cloudformation:x:123456789012:stack/${name}/1`,
      outputs: name === "panther-deployment-role" ? { DeploymentRoleArn: "arn:aws:iam::123456789012:role/P" } : {},
    }),
  },
};

async function begun(args: Partial<PantherChinaSplitArgs>) {
  const program = await mockPulumi(stands);
  const split = new PantherChinaSplit("split", {
    backend,
    backendProvider: new Provider("china", { region: "cn-north-1" }),
    webProvider: new Provider("outside", { region: "ap-southeast-1" }),
    webRegion: "ap-southeast-1",
    webAccountId: "210987654321",
    secretName: "panther/china",
    ...args,
  });
  return { program, split };
}

async function made(args: Partial<PantherChinaSplitArgs>) {
  const { program, split } = await begun(args);
  await program.settled();
  return { program, split };
}

async function refusal(args: Partial<PantherChinaSplitArgs>): Promise<string> {
  const error = await failureOf(() => begun(args));
  expect(error).to.be.instanceOf(pulumi.RunError);
  return error.message;
}

function named(resources: readonly RecordedResource[], name: string): RecordedResource {
  const found = resources.find((resource) => resource.name === name);
  if (!found) throw new Error(`No ${name} among ${resources.map((resource) => resource.name).join(", ")}`);
  return found;
}
