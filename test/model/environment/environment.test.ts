import { expect } from "chai";
import { readEnvironment, secretValue } from "../../../model/environment/environment.ts";
import { described, environment, good, inChina, keys, problems } from "./reading.ts";

describe("an environment's configuration", () => {
  it("is read into one typed object, parameters as text", () => {
    expect(readEnvironment("prod", good)).to.deep.equal({
      kind: "environment",
      environment: {
        name: "prod",
        version: "1.39.7",
        topology: { kind: "standard" },
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
        timeouts: { create: "3h", update: "3h", delete: "3h" },
        templateSource: { kind: "panther" },
      },
    });
  });

  it("is read alike from the driver's values and from the program's, where scalars are text", () => {
    const until = { opsRoleUntil: "2026-12-31 00:00:00 +0000 UTC" };
    expect(environment(until)).to.deep.equal(environment({ opsRoleUntil: "2026-12-31" }));
    const texts = { parameters: { OnboardSelf: "false", CloudSecurityMemory: "512", FirstUserEmail: "a@example.com" } };
    expect(environment(texts)).to.deep.equal(environment({}));
  });

  it("keeps what is set", () => {
    const { releaseCatalog, templateSource, timeouts, tags, firstDeployParameters, opsRoleUntil, organizations } =
      environment({
        organizations: { profile: "audit", webProfile: "audit-web" },
        opsRoleUntil: "2026-12-31",
        releaseCatalog: "releases.json",
        releaseBucket: "example-releases",
        timeouts: { create: "4h" },
        tags: { "cost-center": 1234, spare: "" },
        firstDeployParameters: ["OnboardSelf"],
      });
    expect({
      releaseCatalog,
      templateSource,
      timeouts,
      tags,
      firstDeployParameters,
      opsRoleUntil,
      organizations,
    }).to.deep.equal({
      organizations: { profile: "audit", webProfile: "audit-web" },
      opsRoleUntil: "2026-12-31",
      releaseCatalog: "releases.json",
      templateSource: { kind: "bucket", bucket: "example-releases" },
      timeouts: { create: "4h", update: "3h", delete: "3h" },
      tags: { "cost-center": "1234", spare: "" },
      firstDeployParameters: ["OnboardSelf"],
    });
  });

  it("lists every problem at once, each with key, rule and fix", () => {
    const found = problems({
      version: "1.39",
      topology: "split",
      region: "Ohio",
      expectedAccountId: 12345678901,
      rootStackName: "Panther",
      parameters: { "no-name": 1 },
      secretParameters: ["DatadogAPIKey"],
      firstDeployParameters: ["VpcID"],
      deploymentRole: { arn: "x" },
      tags: { "aws:x": "y" },
      timeouts: { create: "1m" },
      releaseBucket: "X",
      china: { webRegion: "eu-west-1" },
      colour: "red",
    });
    expect(found.map(({ key }) => key)).to.have.members([
      "panther:version",
      "panther:topology",
      "panther:region",
      "panther:expectedAccountId",
      "panther:rootStackName",
      "panther:parameters.no-name",
      "panther:secretParameters",
      "panther:firstDeployParameters.0",
      "panther:deploymentRole.arn",
      "panther:tags.aws:x",
      "panther:timeouts.create",
      "panther:releaseBucket",
      "panther:china.webAccountId",
      "panther:china.webRegion",
      "panther:china.webParameters.FirstUserEmail",
      "panther:colour",
    ]);
    for (const { rule, fix } of found) expect([rule, fix].every((text) => text.length > 0)).to.equal(true);
  });

  it("says what is wrong with a parameter beside another that is wrong", () => {
    const role = { parameters: { Other: 1, OpsAccountId: null } };
    const china = {
      ...Object(inChina.china),
      webParameters: { FirstUserEmail: "a@example.com", SecretID: "x", A: null },
      webDeploymentRole: role,
    };
    const found = keys({ parameters: { DatadogAPIKey: "x", A: null, "a-b": 1 }, deploymentRole: role, china }, inChina);
    expect(found).to.have.members([
      "panther:parameters.DatadogAPIKey",
      "panther:parameters.A",
      "panther:parameters.a-b",
      "panther:deploymentRole.parameters.Other",
      "panther:deploymentRole.parameters.OpsAccountId",
      "panther:china.webParameters.SecretID",
      "panther:china.webParameters.A",
      "panther:china.webDeploymentRole.parameters.Other",
      "panther:china.webDeploymentRole.parameters.OpsAccountId",
    ]);
  });

  it("names what is missing and how to set it", () => {
    expect(described({ region: undefined })).to.equal(
      "panther:region is missing. pulumi config set panther:region <value>",
    );
    expect(keys({}, {})).to.deep.equal([
      "panther:version",
      "panther:region",
      "panther:expectedAccountId",
      "panther:rootStackName",
    ]);
  });

  it("takes china only with its topology, and the topology only with china", () => {
    expect(described({ china: undefined }, inChina)).to.include("panther:china is missing");
    // Only that: its content would be removed with it.
    expect(keys({ china: { webRegion: "eu-west-1" } })).to.deep.equal(["panther:china"]);
  });

  it("shows a value on one line, and none of a list or a mapping", () => {
    expect(described({ region: "us-east-1\nus-east-2" })).to.include('panther:region ("us-east-1\\nus-east-2") is');
    expect(described({ rootStackName: "" })).to.include('panther:rootStackName ("") is blank');
    expect(problems({ region: ["us-east-1"] })[0]).to.not.have.property("value");
    expect(problems({ topology: true })[0]).to.have.property("value", "true");
  });

  for (const [key, secret] of [
    ["region", secretValue],
    ["tags", { owner: secretValue }],
    ["china", { ...Object(inChina.china), webProfile: secretValue }],
  ] as const) {
    it(`says that ${key} holds no secrets`, () => {
      const [found, ...others] = problems({ [key]: secret }, inChina).filter(({ rule }) => rule.includes("secret"));
      expect(others).to.deep.equal([]);
      expect(found?.rule).to.include("only panther:secretParameters holds those");
      expect(found).to.not.have.property("value");
    });
  }
});
