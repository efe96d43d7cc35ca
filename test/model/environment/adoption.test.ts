import { expect } from "chai";
import { adoptionOf, type LivePanther } from "../../../model/environment/adoption.ts";
import { readEnvironment, secretValue } from "../../../model/environment/environment.ts";
import { parseVersion } from "../../../model/release/version.ts";

const role = {
  kind: "stack",
  arn: "arn:aws:iam::012345678901:role/PantherDeploymentRole",
  stackId: "arn:aws:cloudformation:us-east-1:012345678901:stack/panther-role/1",
  stackName: "panther-role",
  roleName: "PantherDeploymentRole",
  parameters: {},
  defaults: { IdentityAccountId: "", OpsAccess: "no" },
  templateUrl: "https://example.s3.amazonaws.com/template.yml",
} as const;

const live: LivePanther = {
  release: parseVersion("1.36.0"),
  region: "us-east-1",
  accountId: "012345678901",
  rootStackName: "panther-hand-made",
  parameters: { FirstUserEmail: "a@example.com", OnboardSelf: "true", VpcID: "", DatadogAPIKey: "****" },
  noEcho: ["DatadogAPIKey"],
  defaults: { FirstUserEmail: undefined, OnboardSelf: "true", VpcID: "", DatadogAPIKey: "" },
  tags: { owner: "security" },
  role,
};

describe("the adoption of a Panther that runs", () => {
  it("writes down every parameter that CloudFormation shows, defaults and blank ones too", () => {
    expect(adoptionOf(live).config).to.deep.equal({
      version: "v1.36.0",
      region: "us-east-1",
      expectedAccountId: "012345678901",
      rootStackName: "panther-hand-made",
      parameters: { FirstUserEmail: "a@example.com", OnboardSelf: "true", VpcID: "" },
      deploymentRole: { stackName: "panther-role", roleName: "PantherDeploymentRole" },
      tags: { owner: "security" },
    });
  });

  it("asks for the secrets that CloudFormation keeps, and never writes their asterisks", () => {
    const { askedSecrets, knownSecrets, config } = adoptionOf(live);
    expect(askedSecrets).to.deep.equal(["DatadogAPIKey"]);
    expect(knownSecrets).to.deep.equal({});
    expect(JSON.stringify(config)).to.not.include("****");
  });

  it("keeps a secret out of the file that a template shows in plain", () => {
    const parameters = { ...live.parameters, DatadogAPIKey: "0123456789abcdef" };
    const { askedSecrets, knownSecrets, config } = adoptionOf({ ...live, parameters, noEcho: [] });
    expect(askedSecrets).to.deep.equal([]);
    expect(knownSecrets).to.deep.equal({ DatadogAPIKey: "0123456789abcdef" });
    expect(JSON.stringify(config)).to.not.include("0123456789abcdef");
    const blank = adoptionOf({ ...live, parameters: { DatadogAPIKey: "" }, noEcho: [] });
    expect(blank.knownSecrets).to.deep.equal({});
  });

  it("takes the role's parameters, or the ARN of a role that somebody else manages", () => {
    const managed = adoptionOf({ ...live, role: { ...role, parameters: { IdentityAccountId: "210987654321" } } });
    expect(managed.config.deploymentRole).to.deep.equal({
      stackName: "panther-role",
      roleName: "PantherDeploymentRole",
      parameters: { IdentityAccountId: "210987654321" },
    });
    const arn = "arn:aws:iam::012345678901:role/Theirs";
    expect(adoptionOf({ ...live, role: { kind: "other", arn } }).config.deploymentRole).to.deep.equal({ arn });
  });

  it("gives a configuration without problems, and no tags where there are none", () => {
    const { config, askedSecrets } = adoptionOf({ ...live, tags: {} });
    const secretParameters = Object.fromEntries(askedSecrets.map((name) => [name, secretValue]));
    expect(readEnvironment("adopted", { ...config, secretParameters })).to.include({ kind: "environment" });
    expect(config).to.not.have.property("tags");
    const tags = { "aws:servicecatalog:productArn": "arn", owner: "security" };
    expect(adoptionOf({ ...live, tags }).config.tags).to.deep.equal({ owner: "security" });
  });
});
