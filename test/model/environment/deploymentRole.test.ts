import { expect } from "chai";
import { described, environment, inChina, keys } from "./reading.ts";

const arn = "arn:aws:iam::012345678901:role/path/Managed_1+=,.@-";
const role = (deploymentRole: Readonly<Record<string, unknown>>, more = {}) => ({ deploymentRole, ...more });

describe("the deployment role in an environment's configuration", () => {
  it("is one that is there, by its ARN", () => {
    expect(environment(role({ arn })).deploymentRole).to.deep.equal({ kind: "existing", arn });
  });

  it("is deployed with its names and parameters", () => {
    const parameters = { IdentityAccountId: "", OpsAccountId: 111111111111, InternalDeploy: false };
    expect(
      environment(role({ stackName: "role-stack", roleName: "Role", parameters }, { version: "1.127.0" }))
        .deploymentRole,
    ).to.deep.equal({
      kind: "deploy",
      stackName: "role-stack",
      roleName: "Role",
      parameters: { IdentityAccountId: "", OpsAccountId: "111111111111", InternalDeploy: "false" },
    });
  });

  for (const [values, key, says] of [
    [{ arn: "" }, "arn", "is blank"],
    [{ arn: 1 }, "arn", "must be the ARN of a role"],
    [{ arn: "Managed" }, "arn", "is no role's ARN. Write arn:aws:iam::012345678901:role/<name>"],
    [{ arn: "arn:aws:iam::012345678901:user/a" }, "arn", "is no role's ARN."],
    [{ arn: `arn:aws:iam::012345678901:role/${"r".repeat(65)}` }, "arn", "is no role's ARN."],
    [{ arn: "arn:aws:sts::012345678901:assumed-role/R/me" }, "arn", "but of a session with one"],
    [{ arn: "arn:aws:iam::999999999999:role/R" }, "arn", "is a role of account 999999999999"],
    [{ arn: "arn:aws-cn:iam::012345678901:role/R" }, "arn", "is in partition aws-cn, and region us-east-1 is in aws"],
    [{ arn: "arn:aws-cn:iam::999999999999:role/R" }, "arn", "is 012345678901, and is in partition aws-cn"],
    [{ arn, roleName: "R" }, "roleName", "does not go with arn"],
    [{ arn, constructor: "R" }, "constructor", "is no configuration key"],
    [{ stackName: "1-role" }, "stackName", "must begin with a letter"],
    [{ stackName: `r${"x".repeat(128)}` }, "stackName", "at most 128"],
    [{ roleName: "r".repeat(65) }, "roleName", "1 to 64"],
    [{ roleName: "my role" }, "roleName", "1 to 64"],
    [{ name: "R" }, "name", "Known keys there: stackName, roleName, parameters"],
    [{ parameters: [] }, "parameters", "must be a mapping"],
    [
      { parameters: { DeploymentRoleName: "R" } },
      "parameters.DeploymentRoleName",
      "is given by panther:deploymentRole.roleName",
    ],
    [
      { parameters: { PantherVersion: "R" } },
      "parameters.PantherVersion",
      "There are: IdentityAccountId, OpsAccountId",
    ],
    [
      { parameters: { IdentityAccountId: 12345678901 } },
      "parameters.IdentityAccountId",
      "(12345678901) must be the 12 digits",
    ],
    [
      { parameters: { OpsAccountId: "111111111111" } },
      "parameters.OpsAccountId",
      "no parameter of v1.39.7's role yet: it came with v1.77",
    ],
  ] as const) {
    it(`is refused as ${JSON.stringify(values).slice(0, 70)}`, () => {
      expect(keys(role(values))).to.deep.equal([`panther:deploymentRole.${key}`]);
      expect(described(role(values))).to.include(says);
    });
  }

  it("has true or false for a flag", () => {
    const values = role({ parameters: { InternalDeploy: "maybe" } }, { version: "1.111.0" });
    expect(described(values)).to.include("(maybe) must be true or false");
    expect(keys({ ...values, version: "1.110.9" })).to.have.lengthOf(1);
    expect(described({ ...values, version: "1.110.9" })).to.include("it came with v1.111");
  });

  it("is held to what can be read of account, region and release, and to nothing else", () => {
    const unread = { expectedAccountId: "x", region: undefined, version: "x" };
    const others = ["panther:version", "panther:region", "panther:expectedAccountId"];
    expect(keys(role({ arn }, unread))).to.deep.equal(others);
    expect(keys(role({ parameters: { OpsAccountId: "111111111111" } }, unread))).to.deep.equal(others);
    expect(described(role({ arn: "x" }, unread))).to.include("Write arn:aws:iam::<account>:role/<name>");
  });

  it("is of partition aws-cn in China", () => {
    const chinese = arn.replace("aws", "aws-cn");
    expect(environment(role({ arn: chinese }), inChina).deploymentRole).to.have.property("arn", chinese);
    expect(described(role({ arn }), inChina)).to.include("is in partition aws, and region cn-north-1 is in aws-cn");
  });
});
