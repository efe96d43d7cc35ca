// Who has the policies that `panther permissions` prints passes preflight's check of the caller, before a deploy and an upgrade.
import { IAM } from "@aws-sdk/client-iam";
import { STS } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { policyForEnvironment } from "../../automation/policyForEnvironment.ts";
import { preflight } from "../../automation/preflight/preflight.ts";
import { partitionOf } from "../../model/release/partition.ts";
import { checked } from "../automation/preflight/runOnLocalAws.ts";
import { chinaEnvironment } from "../support/china.ts";
import { localAws } from "../support/localAws.ts";
import { asCallerOf, quickMonitor, type TestEnvironment, testEnvironment } from "../support/panther.ts";
import { enforceIam, type Place } from "./operator.ts";

describe("the caller's check, for who has exactly the policies that are printed", function () {
  this.timeout(300_000);
  let environment: TestEnvironment;
  let remove = () => {};
  afterEach(async () => {
    await enforceIam(false);
    await environment.remove();
    remove();
  });

  /** A role with a policy for each command, as `panther permissions` prints it; its ARN. */
  const roleFor = async (at: Place, commands: readonly string[], side?: "backend" | "web") => {
    const { region, accountId } = at;
    const iam = new IAM(await clientOf(at));
    const RoleName = `For-${commands.join("-")}`;
    const trust = { Effect: "Allow", Principal: { AWS: accountId }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    await iam.createRole({ RoleName, AssumeRolePolicyDocument });
    const { projectDirectory } = environment;
    for (const command of commands) {
      const request = { projectDirectory, command, environment: "test", ...(side && { side }) };
      const PolicyDocument = JSON.stringify(await policyForEnvironment(request));
      await iam.putRolePolicy({ RoleName, PolicyName: command, PolicyDocument });
    }
    return `arn:${partitionOf(region).name}:iam::${accountId}:role/${RoleName}`;
  };
  const clientOf = async ({ region, accountId }: Place) => ({
    region,
    endpoint: (await localAws()).endpoint,
    credentials: { accessKeyId: accountId, secretAccessKey: "local" },
  });
  const as = async (RoleArn: string) => {
    const { Credentials } = await new STS(await clientOf(environment)).assumeRole({ RoleArn, RoleSessionName: "ci" });
    return environment.as({
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials?.SessionToken,
    });
  };
  const said = async (caller: TestEnvironment, ...principals: readonly string[]) => {
    const { projectDirectory } = environment;
    const { checks } = await asCallerOf(caller, () => preflight({ environment: "test", projectDirectory, principals }));
    return checks
      .filter(({ code }) => code === "caller-permissions")
      .map(({ verdict, observations }) => [verdict, observations.flatMap(({ evidence = [] }) => evidence).join()]);
  };
  const passed = ["pass", ""];

  it("of a Panther that is not split, also asked by somebody who may only look", async () => {
    environment = await testEnvironment({ version: "v1.38.5", tags: { team: "security" } });
    const deployer = await roleFor(environment, ["deploy", "preflight"]);
    const upgrader = await roleFor(environment, ["upgrade", "preflight"]);
    const looker = await as(await roleFor(environment, ["plan", "preflight"]));
    await enforceIam(true);
    expect(await said(await as(deployer))).to.deep.equal([passed]);
    expect(await said(looker, deployer)).to.deep.equal([passed]);
    const [[verdict, evidence] = []] = await said(looker, upgrader);
    expect(verdict).to.equal("failure");
    expect(evidence).to.include("cloudformation:CreateStack on").and.include("iam:CreateRole on");

    const deployed = await environment.panther("deploy", ...quickMonitor);
    expect(deployed.code, deployed.stdout).to.equal(0);
    await environment.configure({ version: "v1.39.7" });
    expect(await said(await as(upgrader))).to.deep.equal([passed]);
    const { found, answer } = await checked(looker, "--for", upgrader);
    const told = answer.checks.map(({ code, observations }) => `${code}: ${JSON.stringify(observations)}`);
    expect(told.filter((text) => /not authorized|AccessDenied/i.test(text))).to.deep.equal([]);
    expect(found("caller-permissions").observations[0]?.message).to.match(/allowed to role\/For-upgrade-preflight\.$/);
    const [[own] = []] = await said(looker);
    expect(own).to.equal("failure");
  });

  it("of both sides of a split over AWS China", async () => {
    const { environment: split, sides } = await chinaEnvironment({ version: "v1.37.11" });
    environment = split;
    remove = sides.remove;
    const roles = async (command: string) => [
      await roleFor(sides.china, [command], "backend"),
      await roleFor(sides.web, [command], "web"),
    ];
    expect(await said(environment, ...(await roles("deploy")))).to.deep.equal([passed, passed]);
    const refused = await said(environment, ...(await roles("upgrade")));
    expect(refused.map(([verdict]) => verdict)).to.deep.equal(["failure", "failure"]);
  });
});
