import { expect } from "chai";
import {
  describeProblems,
  type RawConfiguration,
  readEnvironment,
  secretValue,
} from "../../../model/environment/environment.ts";

const good: RawConfiguration = {
  version: "v1.39.7",
  region: "us-east-1",
  expectedAccountId: "012345678901",
  rootStackName: "panther-prod",
  parameters: { OnboardSelf: false, CloudSecurityMemory: 512, FirstUserEmail: "a@example.com" },
};

function problems(raw: RawConfiguration) {
  const read = readEnvironment("prod", raw);
  return read.kind === "problems" ? read.problems : [];
}

describe("an environment's configuration", () => {
  it("is read into one typed object, parameters as text", () => {
    const read = readEnvironment("prod", good);
    expect(read).to.deep.equal({
      kind: "environment",
      environment: {
        name: "prod",
        version: "1.39.7",
        region: "us-east-1",
        expectedAccountId: "012345678901",
        rootStackName: "panther-prod",
        parameters: { OnboardSelf: "false", CloudSecurityMemory: "512", FirstUserEmail: "a@example.com" },
        secretParameterNames: [],
        firstDeployParameters: [],
        deploymentRole: {
          kind: "deploy",
          stackName: "panther-deployment-role",
          roleName: "PantherDeploymentRole",
          parameters: {},
        },
        tags: {},
        topology: { kind: "standard" },
        timeouts: { create: "3h", update: "3h", delete: "3h" },
        templateSource: { kind: "panther" },
      },
    });
  });

  it("takes a role that somebody else manages", () => {
    const arn = "arn:aws:iam::012345678901:role/Managed";
    expect(readEnvironment("prod", { ...good, deploymentRole: { arn } })).to.have.nested.property(
      "environment.deploymentRole.arn",
      arn,
    );
  });

  it("lists every problem at once, each with key, rule and fix", () => {
    const found = problems({
      version: "1.39",
      region: "Ohio",
      expectedAccountId: 12345678901,
      rootStackName: "Panther",
      colour: "red",
    });
    expect(found.map(({ key }) => key)).to.have.members([
      "panther:version",
      "panther:region",
      "panther:expectedAccountId",
      "panther:rootStackName",
      "panther:colour",
    ]);
    for (const { rule, fix } of found) expect([rule, fix].every((text) => text.length > 0)).to.equal(true);
  });

  it("names what is missing and how to set it", () => {
    const { region: _, ...rest } = good;
    expect(describeProblems(problems(rest))).to.equal(
      "panther:region is missing. pulumi config set panther:region <value>",
    );
  });

  it("says how to write an account ID that YAML took for a number", () => {
    expect(describeProblems(problems({ ...good, expectedAccountId: 12345678901 }))).to.include("write it in quotes");
  });

  it("never shows a secret value", () => {
    expect(problems({ ...good, region: secretValue })[0]).to.not.have.property("value");
  });

  it("keeps the names of secret parameters only, and refuses one given twice", () => {
    const secretParameters = { DatadogAPIKey: secretValue };
    expect(readEnvironment("prod", { ...good, secretParameters })).to.have.deep.nested.property(
      "environment.secretParameterNames",
      ["DatadogAPIKey"],
    );
    const twice = problems({ ...good, parameters: { DatadogAPIKey: "x" }, secretParameters });
    expect(twice.map(({ key }) => key)).to.deep.equal(["panther:parameters.DatadogAPIKey"]);
  });

  it("refuses a secret parameter in plain text, and does not repeat it", () => {
    const found = problems({ ...good, secretParameters: { DatadogAPIKey: "0123456789abcdef" } });
    expect(found).to.have.lengthOf(1);
    expect(describeProblems(found)).to.include("must be a Pulumi secret").and.not.include("0123456789abcdef");
    expect(describeProblems(problems({ ...good, secretParameters: "0123456789abcdef" }))).to.not.include(
      "0123456789abcdef",
    );
  });

  it("refuses a secret among the plain parameters: its place is another", () => {
    const found = problems({ ...good, parameters: { DatadogAPIKey: secretValue } });
    expect(describeProblems(found)).to.include("panther:secretParameters");
  });

  it("refuses a region in China without the topology that goes there", () => {
    expect(describeProblems(problems({ ...good, region: "cn-north-1" }))).to.include("panther:topology china");
  });
});
