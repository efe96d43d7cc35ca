// What one is told who lacks an action.
import { expect } from "chai";
import { examplePlace } from "../../model/permissions/placesOf.ts";
import type { PolicyDocument } from "../../model/permissions/policy.ts";
import { eventsOf, type TestEnvironment, testEnvironment } from "../support/panther.ts";
import { runPanther } from "./cli.ts";
import { enforceIam } from "./operator.ts";
import { type Permitted, permitted } from "./permitted.ts";

const without =
  (lacked: string) =>
  ({ Version, Statement }: PolicyDocument): PolicyDocument => {
    const kept = Statement.map((one) => ({ ...one, Action: one.Action.filter((action) => action !== lacked) }));
    return { Version, Statement: kept.filter(({ Action }) => Action.length > 0) };
  };

describe("somebody who lacks one action, on local AWS with IAM enforced", function () {
  this.timeout(180_000);
  let environment: TestEnvironment;
  let operators: Permitted;
  let role: string;

  before(async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
    const { accountId: account } = environment;
    role = `arn:aws:iam::${account}:role/PantherDeploymentRole`;
    operators = permitted(environment, "standard", {
      ...examplePlace,
      ...{ account, root: "panther-test", role, ownRole: role },
    });
    await enforceIam(true);
  });
  after(async () => {
    await enforceIam(false);
    await environment.remove();
  });

  it("of status is told which, and whose policy has it", async () => {
    const keys = await operators.keysFor("status", without("cloudformation:DescribeStacks"));
    const { projectDirectory, accountId } = environment;
    const { code, stdout, stderr } = await runPanther({ ...environment.env, ...keys }, [
      ...["status", "test", "--project", projectDirectory],
    ]);
    expect(code).to.equal(1);
    const where = `arn:aws:cloudformation:us-east-1:${accountId}:stack/panther-`;
    expect(stdout + stderr).to.include(`AWS refused cloudformation:DescribeStacks on ${where}`);
    expect(stdout + stderr).to.include(`assumed-role/Operator-status/status: no policy of its own allows it.`);
    expect(stdout + stderr).to.include("`panther permissions status --environment test`");
    expect(stdout + stderr).to.include("docs/permissions.md");
  });

  it("of deploy may not pass the role: told by Pulumi, and in the event", async () => {
    const keys = await operators.keysFor("deploy", without("iam:PassRole"));
    const { code, events, stdout } = await environment.as(keys).panther("deploy", "--no-preflight");
    expect(code, stdout).to.equal(1);
    const [failed] = eventsOf(events, "failed");
    expect(failed?.message).to.include(`is not authorized to perform: iam:PassRole on resource: ${role}`);
    expect(failed?.fix).to.include("docs/permissions.md").and.include("run the same command again");
    expect(failed?.standing?.stacks).to.deep.equal({ "panther-deployment-role": "CREATE_COMPLETE" });
  });

  it("of deploy may not make the role: CloudFormation says it of the role's stack", async () => {
    const keys = await operators.keysFor("pulumi destroy");
    await environment.pulumi("state", "unprotect", "--all", "--yes");
    const destroyed = await environment.as(keys).pulumi("destroy", "--yes", "--skip-preview");
    expect(destroyed.code, destroyed.stdout).to.equal(0);
    expect(await operators.differences("pulumi destroy")).to.deep.equal([]);
    const lacking = await operators.keysFor("deploy", without("iam:PutRolePolicy"));
    const { code, events, stdout } = await environment.as(lacking).panther("deploy", "--no-preflight");
    expect(code, stdout).to.equal(1);
    const [failed] = eventsOf(events, "failed");
    expect(failed?.cause?.path).to.deep.equal(["panther-deployment-role", "DeploymentRole"]);
    expect(failed?.message).to.include(`is not authorized to perform: iam:PutRolePolicy on resource: ${role}`);
  });
});
