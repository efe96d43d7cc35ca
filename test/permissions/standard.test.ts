// Each command runs on local AWS with its own policy, IAM enforced: enough, and nothing that is not asked for.
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { useOfPanther } from "../../local/running/useOfPanther.ts";
import { examplePlace } from "../../model/permissions/placesOf.ts";
import { adopt, removeFile } from "../support/adoption.ts";
import { clearFaults, fault } from "../support/faults.ts";
import {
  changeInConsole,
  cloudFormationOf,
  type Ended,
  type TestEnvironment,
  testEnvironment,
} from "../support/panther.ts";
import { runPanther } from "./cli.ts";
import { enforceIam } from "./operator.ts";
import { type Permitted, permitted } from "./permitted.ts";

const minutes = 60_000;
const quick = ["--poll-seconds", "0.2"];
const driving = [...quick, "--yes", "--calls-per-second", "50", "--no-preflight"];

describe("the policy of each command, on local AWS with IAM enforced", function () {
  this.timeout(10 * minutes);
  let environment: TestEnvironment;
  let operators: Permitted;

  before(async () => {
    environment = await testEnvironment({ version: "v1.38.5" });
    const { accountId: account } = environment;
    const role = `arn:aws:iam::${account}:role/PantherDeploymentRole`;
    const own = {
      account,
      root: "panther-test",
      buckets: "panther-test-",
      role,
      ownRole: role,
      journal: `journals-${account}`,
    };
    operators = permitted(environment, "standard", { ...examplePlace, ...own });
    const credentials = { accessKeyId: account, secretAccessKey: "local" };
    const endpoint = environment.env.AWS_ENDPOINT_URL ?? "";
    await new S3({ region: environment.region, endpoint, forcePathStyle: true, credentials }).createBucket({
      Bucket: own.journal,
    });
    await enforceIam(true);
  });
  after(async () => {
    await enforceIam(false);
    await clearFaults();
    await environment.remove();
  });

  const panther = async (command: string, args: readonly string[] = []): Promise<Ended> => {
    const keys = await operators.keysFor(command, undefined, args.includes("--journal") ? ["--journal"] : []);
    const [word = "", ...options] = command.split(" ");
    const given = [word, "test", ...options, ...args, "--project", environment.projectDirectory];
    return runPanther({ ...environment.env, ...keys }, given);
  };
  const done = async (...given: Parameters<typeof panther>): Promise<void> => {
    const { code, stdout, stderr } = await panther(...given);
    expect(code, `${given[0]}: ${stdout}${stderr}`).to.equal(0);
  };
  const pulumi = async (command: string, ...args: readonly string[]): Promise<void> => {
    const keys = await operators.keysFor(`pulumi ${command}`);
    const { code, stdout, stderr } = await environment.as(keys).pulumi(command, ...args);
    expect(code, `${command}: ${stdout}${stderr}`).to.equal(0);
  };

  /** What somebody's change set leaves who thought better of it: an empty stack below the root stack. */
  const leaveEmptyStack = async () => {
    const client = cloudFormationOf(environment);
    const More = { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "https://nowhere.invalid/x" } };
    const set = { StackName: "panther-test", ChangeSetName: "more", IncludeNestedStacks: true };
    const { Id } = await client.createChangeSet({ ...set, TemplateBody: JSON.stringify({ Resources: { More } }) });
    await client.deleteChangeSet({ ChangeSetName: Id });
    const { StackSummaries = [] } = await client.listStacks({ StackStatusFilter: ["REVIEW_IN_PROGRESS"] });
    expect(StackSummaries).to.have.lengthOf(1);
  };

  it("looks, before there is anything", async () => {
    const { accountId, region } = environment;
    const CertificateArn = `arn:aws:acm:${region}:${accountId}:certificate/00000000-0000-4000-8000-000000000000`;
    const certified = { ...parametersOf(accountId), CertificateArn, VpcID: "vpc-0123456789abcdef0" };
    await environment.configure({ parameters: certified });
    expect((await panther("preflight")).code).to.equal(2);
    // Debug is for the second phase of the first deploy.
    await environment.configure({ parameters: parametersOf(accountId) });
    await done("plan --changes");
  });

  it("deploys, after a first creation that failed and was removed", async () => {
    const creation = { stack: "panther-test", path: "Core/*", on: "create", times: 1 } as const;
    await fault({ ...creation, action: { kind: "fail", reason: "refused (test)" } });
    const failed = await panther("deploy", driving);
    expect(failed.stdout).to.include("refused (test)");
    await clearFaults();
    await done("recover", [...quick, "--yes"]);
    await done("deploy", driving);
  });

  it("looks at what runs", async () => {
    const other = await testEnvironment({ version: "v1.38.5" }, environment);
    const adopting = async () => {
      await removeFile(other);
      const keys = await operators.keysFor("adopt");
      const { code, stdout, stderr } = await adopt(other.as(keys), "DatadogAPIKey=\n", "--yes");
      expect(code, stdout + stderr).to.equal(0);
    };
    await environment.configure({ version: "v1.39.7", parameters: parametersOf(environment.accountId) });
    await Promise.all([done("status"), done("status --drift", quick), adopting()]);
    await Promise.all([done("plan"), done("plan --changes"), done("diagnose"), pulumi("preview")]);
    await other.remove();
  });

  it("upgrades, and leaves its journal in a bucket", async () => {
    await done("upgrade", [...driving, "--journal", `s3://journals-${environment.accountId}/panther`]);
  });

  it("watches somebody's change, builds after it, and takes it back", async () => {
    const action = { kind: "slow", seconds: 5 } as const;
    await fault({ stack: "panther-test", path: "Core/*", on: "update", times: 1, action });
    await Promise.all([changeInConsole(environment, "CompanyDisplayName", "Somebody's"), done("watch", quick)]);
    await done("build", quick);
    await pulumi("up", "--yes", "--skip-preview", "--refresh");
  });

  it("recovers, and is torn down", async () => {
    for (const phase of ["forward", "rollback"] as const) {
      const action = { kind: "fail", reason: "refused (test)" } as const;
      await fault({ stack: "panther-test", path: "Core/*", on: "update", phase, action });
    }
    await changeInConsole(environment, "CompanyDisplayName", "Another").catch(() => undefined);
    await clearFaults();
    await done("recover", [...quick, "--yes"]);
    const credentials = { accessKeyId: environment.accountId, secretAccessKey: "local" };
    const endpoint = environment.env.AWS_ENDPOINT_URL ?? "";
    await useOfPanther({ endpoint, region: environment.region, credentials }, 4);
    await leaveEmptyStack();
    await done("teardown", ["--confirm", "test", ...quick, "--calls-per-second", "50"]);
  });

  it("was asked for all that the policies allow, and for nothing else", async () => {
    expect(await operators.differences()).to.deep.equal([]);
  });
});

function parametersOf(account: string): Readonly<Record<string, unknown>> {
  return {
    FirstUserEmail: "first.user@example.com",
    CompanyDisplayName: "Example Security",
    OnboardSelf: false,
    Debug: true,
    PulumiSecretArn: `arn:aws:secretsmanager:us-east-1:${account}:secret:panther-pulumi-token-AbCdEf`,
    PulumiSecretKeyArn: `arn:aws:kms:us-east-1:${account}:key/00000000-0000-4000-8000-000000000000`,
  };
}
