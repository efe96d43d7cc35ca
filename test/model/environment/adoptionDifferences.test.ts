import { expect } from "chai";
import { adoptionOf, type LivePanther, type LiveRole } from "../../../model/environment/adoption.ts";
import { adoptionDifferences } from "../../../model/environment/adoptionDifferences.ts";
import { readEnvironment, secretValue } from "../../../model/environment/environment.ts";
import { parseVersion } from "../../../model/release/version.ts";

const role: LiveRole = {
  kind: "stack",
  arn: "arn:aws:iam::012345678901:role/PantherDeploymentRole",
  stackId: "arn:aws:cloudformation:us-east-1:012345678901:stack/panther-role/1",
  stackName: "panther-role",
  roleName: "PantherDeploymentRole",
  parameters: { IdentityAccountId: "210987654321" },
  defaults: { IdentityAccountId: "" },
  templateUrl: "https://example.s3.amazonaws.com/template.yml",
};

const live: LivePanther = {
  release: parseVersion("1.36.0"),
  region: "us-east-1",
  accountId: "012345678901",
  rootStackName: "panther-hand-made",
  parameters: {
    FirstUserEmail: "a@example.com",
    OnboardSelf: "false",
    VpcID: "",
    DatadogAPIKey: "****",
    Hidden: "****",
  },
  noEcho: ["DatadogAPIKey", "Hidden"],
  defaults: { FirstUserEmail: undefined, OnboardSelf: "true", VpcID: "", DatadogAPIKey: "", Hidden: "" },
  tags: { owner: "security", "aws:servicecatalog:productArn": "x" },
  role,
};

/** Lines `key words` for a file that is as an adoption would write it but for these values. */
function differing(changes: Readonly<Record<string, unknown>>, standing: LivePanther = live): readonly string[] {
  const read = readEnvironment("adopted", { ...adoptionOf(live).config, ...changes });
  if (read.kind === "problems") throw new Error(JSON.stringify(read.problems));
  return adoptionDifferences(read.environment, standing).map(({ key, words }) => `${key} ${words}`);
}

const parameters = { FirstUserEmail: "a@example.com", OnboardSelf: "false" };

describe("where a file and what runs do not agree", () => {
  it("is nowhere in a file as an adoption writes it, with secrets or without, or without what is at its default", () => {
    expect(differing({})).to.deep.equal([]);
    expect(differing({ secretParameters: { DatadogAPIKey: secretValue } })).to.deep.equal([]);
    expect(differing({ parameters })).to.deep.equal([]);
    expect(differing({ deploymentRole: { arn: role.arn } })).to.deep.equal([]);
  });

  it("is told of version, region, account and name with both values", () => {
    const changes = { version: "v1.39.7", region: "eu-central-1", rootStackName: "panther-other" };
    expect(differing({ ...changes, expectedAccountId: "000000000001" })).to.deep.equal([
      "panther:version is v1.39.7 in the file and v1.36.0 in AWS",
      "panther:region is eu-central-1 in the file and us-east-1 in AWS",
      "panther:expectedAccountId is 000000000001 in the file and 012345678901 in AWS",
      "panther:rootStackName is panther-other in the file and panther-hand-made in AWS",
    ]);
  });

  it("is told of parameters and tags by their names alone", () => {
    const given = { FirstUserEmail: "b@example.com", Stranger: "1", Hidden: "2" };
    expect(differing({ parameters: given, secretParameters: { Odd: secretValue }, tags: { team: "x" } })).to.deep.equal(
      [
        "panther:secretParameters.Odd is no parameter of what runs",
        "panther:parameters.Hidden is a secret: it goes under panther:secretParameters",
        "panther:parameters.FirstUserEmail has another value in AWS",
        "panther:parameters.OnboardSelf is not in the file, and in AWS it is not the template's default",
        "panther:parameters.Stranger is no parameter of what runs",
        "panther:tags.owner is on the root stack and not in the file",
        "panther:tags.team is not on the root stack",
      ],
    );
    expect(differing({ tags: { owner: "others" } })).to.deep.equal([
      "panther:tags.owner has another value on the root stack",
    ]);
  });

  it("is not told of a secret that the template shows: the adoption sets it", () => {
    const shown = { ...live, parameters: { ...live.parameters, DatadogAPIKey: "0123" }, noEcho: ["Hidden"] };
    expect(differing({}, shown)).to.deep.equal([]);
    expect(differing({ secretParameters: { DatadogAPIKey: secretValue } }, shown)).to.deep.equal([]);
  });

  it("is told of the role: its stack, its parameters, or that there is none to take over", () => {
    expect(differing({ deploymentRole: { stackName: "other", roleName: "Other" } })).to.deep.equal([
      "panther:deploymentRole.stackName is other in the file and panther-role in AWS",
      "panther:deploymentRole.roleName is Other in the file and PantherDeploymentRole in AWS",
      "panther:deploymentRole.parameters.IdentityAccountId is not in the file, and in AWS it is not the template's default",
    ]);
    const arn = "arn:aws:iam::012345678901:role/Theirs";
    expect(differing({ deploymentRole: { arn } })).to.deep.equal([
      `panther:deploymentRole.arn is ${arn} in the file and ${role.arn} in AWS`,
    ]);
    const [told, ...more] = differing({}, { ...live, role: { kind: "other", arn } });
    expect(told).to.include("panther:deploymentRole").and.include(`the root stack has ${arn}`);
    expect(more).to.deep.equal([]);
  });
});
