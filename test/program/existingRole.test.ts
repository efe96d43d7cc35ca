import { waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { releaseTemplates } from "../../model/release/releaseTemplates.ts";
import { parseVersion } from "../../model/release/version.ts";
import { cloudFormationOf, lastEvents, type TestEnvironment, testEnvironment } from "../support/panther.ts";

const minutes = 60_000;

describe("the program with a deployment role that somebody else manages", function () {
  this.timeout(2 * minutes);
  let environment: TestEnvironment;

  before(async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
    const client = cloudFormationOf(environment);
    const release = parseVersion("1.36.0");
    const { roleTemplateUrl } = releaseTemplates({ release, region: environment.region, publishedRoles: [release] });
    await client.createStack({
      StackName: "another-teams-role",
      TemplateURL: roleTemplateUrl ?? "",
      Parameters: [{ ParameterKey: "DeploymentRoleName", ParameterValue: "SharedPantherRole" }],
      Capabilities: ["CAPABILITY_NAMED_IAM"],
    });
    const wait = { client, maxWaitTime: 60, minDelay: 0.2, maxDelay: 1 };
    await waitUntilStackCreateComplete(wait, { StackName: "another-teams-role" });
    expect((await environment.pulumi("stack", "init")).code).to.equal(0);
  });
  after(() => environment?.remove());

  it("has CloudFormation act with it, and leaves it alone", async () => {
    const arn = `arn:aws:iam::${environment.accountId}:role/SharedPantherRole`;
    await environment.configure({ deploymentRole: { arn } });
    const { "another-teams-role": before } = await lastEvents(environment);
    const up = await environment.pulumi("up", "--yes", "--skip-preview");
    expect(up.code, up.stdout + up.stderr).to.equal(0);
    const { Stacks = [] } = await cloudFormationOf(environment).describeStacks({});
    const named = Stacks.flatMap(({ StackName, ParentId, RoleARN }) => (ParentId ? [] : [[StackName, RoleARN]]));
    expect(named).to.have.deep.members([
      ["another-teams-role", undefined],
      ["panther-test", arn],
    ]);
    expect((await lastEvents(environment))["another-teams-role"]).to.equal(before);
    const outputs = JSON.parse((await environment.pulumi("stack", "output", "--json")).stdout);
    expect(outputs)
      .to.include({ deploymentRoleArn: arn, version: "v1.36.0" })
      .and.not.have.property("deploymentRoleVersion");
    expect((await environment.pulumi("preview", "--expect-no-changes")).code).to.equal(0);
  });
});
