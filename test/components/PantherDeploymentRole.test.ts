import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { PantherDeploymentRole, type PantherDeploymentRoleArgs } from "../../components/PantherDeploymentRole.ts";
import { type MockedProgram, mockPulumi, resolved } from "../support/mocks.ts";

const stackType = "aws:cloudformation/stack:Stack";
const stackArn = "arn:aws:cloudformation:us-east-1:123456789012:stack/panther-deployment-role/1";
const roleArn = "arn:aws:iam::123456789012:role/PantherDeploymentRole";
const url = (tag: string) =>
  `https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/${tag}/template.yml`;
const given = { stackName: "panther-deployment-role", roleName: "PantherDeploymentRole", templateUrl: url("v1.39.7") };
const withOutput: MockedProgram = {
  outputs: { [stackType]: () => ({ id: stackArn, outputs: { DeploymentRoleArn: roleArn } }) },
};

describe("PantherDeploymentRole", () => {
  it("is a protected stack of Panther's template, with the role's name and nothing added", async () => {
    const { program } = await made({});
    expect(program.one("panther:index:PantherDeploymentRole")).to.deep.include({
      name: "role",
      parent: undefined,
      inputs: { stackName: "panther-deployment-role", roleName: "PantherDeploymentRole" },
    });
    expect(program.one(stackType)).to.deep.include({
      name: "role-stack",
      parent: "role",
      protect: true,
      inputs: {
        name: "panther-deployment-role",
        templateUrl: given.templateUrl,
        parameters: { DeploymentRoleName: "PantherDeploymentRole" },
        capabilities: ["CAPABILITY_NAMED_IAM"],
      },
    });
    expect(program.resources).to.have.length(2);
  });

  it("takes further parameters and tags, but no other role's name", async () => {
    const parameters = { IdentityAccountId: pulumi.output("210987654321"), DeploymentRoleName: "Other" };
    const { program } = await made({ parameters, tags: { Team: "security" } });
    expect(program.one(stackType).inputs).to.deep.include({
      parameters: { IdentityAccountId: "210987654321", DeploymentRoleName: "PantherDeploymentRole" },
      tags: { Team: "security" },
    });
  });

  it("is guarded against a skipped minor, and against another name, beside the hooks that it is given", async () => {
    const theirs = new pulumi.ResourceHook("theirs", () => undefined);
    const { program } = await made({}, withOutput, { hooks: { beforeUpdate: [theirs] } });
    expect(program.one("panther:index:PantherDeploymentRole").beforeUpdate).to.deep.equal([
      "theirs",
      "PantherDeploymentRole:role:identity-guard",
    ]);
    expect(program.one(stackType).beforeUpdate).to.deep.equal(["PantherDeploymentRole:role:release-guard"]);
    const guard = program.hooks.get("PantherDeploymentRole:role:release-guard");
    const change = (from: string, to: string) =>
      guard?.callback({
        urn: "urn",
        id: "",
        name: "role-stack",
        type: stackType,
        oldInputs: { templateUrl: url(from) },
        newInputs: { templateUrl: url(to) },
      });
    const refusal = await Promise.resolve(change("v1.36.0", "v1.38.5")).catch((error: Error) => error.message);
    expect(refusal).to.include("leaves out minors after 1.36");
    // What a failed hop leaves, a role that is ahead, may be taken back.
    await change("v1.37.11", "v1.36.0");
  });

  it("gives the role's ARN, its stack's, and the version of its template", async () => {
    const { role } = await made({});
    expect(await resolved(pulumi.all([role.arn, role.stackId, role.version]))).to.deep.equal([
      roleArn,
      stackArn,
      "v1.39.7",
    ]);
    const latest = await made({ templateUrl: url("latest") });
    expect(await resolved(latest.role.version)).to.equal("");
  });

  it("asks for the role by its name where the template has no output", async () => {
    const asked: unknown[] = [];
    const { role } = await made(
      { roleName: pulumi.output("OldRole") },
      {
        outputs: { [stackType]: () => ({ outputs: {} }) },
        calls: {
          "aws:iam/getRole:getRole": ({ name }) => {
            asked.push(name);
            return { arn: `arn:aws-cn:iam::123456789012:role/${name}` };
          },
        },
      },
    );
    expect(await resolved(role.arn)).to.equal("arn:aws-cn:iam::123456789012:role/OldRole");
    expect(asked).to.deep.equal(["OldRole"]);
  });
});

async function made(
  args: Partial<PantherDeploymentRoleArgs>,
  mocked: MockedProgram = withOutput,
  options?: pulumi.ComponentResourceOptions,
) {
  const program = await mockPulumi(mocked);
  const role = new PantherDeploymentRole("role", { ...given, ...args }, options);
  await program.settled();
  return { program, role };
}
