import { CloudFormationClient, DescribeStackEventsCommand } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { newProject, type Project, type Run } from "../../support/pulumi.ts";
import { freshAccountEnvironment } from "./account.ts";

const stackType = "aws:cloudformation/stack:Stack";

const template = {
  Parameters: {
    Retention: { Type: "String", Default: "3600" },
    Password: { Type: "String", NoEcho: true },
    Unset: { Type: "String", Default: "x" },
  },
  Resources: {
    Queue: { Type: "AWS::SQS::Queue", Properties: { MessageRetentionPeriod: { Ref: "Retention" } } },
  },
  Outputs: { Kept: { Value: { Ref: "Retention" } } },
};

/** A program with one stack, whose arguments are `args`, a JavaScript expression. */
function program(args: string): string {
  return `
import { Stack } from "@pulumi/aws/cloudformation/stack.js";
import { Config } from "@pulumi/pulumi";
const config = new Config();
const templateBody = ${JSON.stringify(JSON.stringify(template, null, 2))};
const stack = new Stack("one", ${args});
stack.outputs.apply((outputs) => console.log("outputs are " + JSON.stringify(outputs)));
export const kept = stack.outputs.apply((outputs) => outputs?.Kept);
`;
}

const retention = (value: string) =>
  program(
    `{ templateBody, parameters: { Retention: "${value}", Password: config.requireSecret("password") }, tags: { team: "security" } }`,
  );

interface PreviewStep {
  readonly op: string;
  readonly urn: string;
  readonly replaceReasons?: readonly string[];
  readonly detailedDiff?: Readonly<Record<string, { readonly kind: string }>>;
}

/** What a preview means to do with the stack. */
async function plan(project: Project): Promise<PreviewStep> {
  const { stdout } = await project.preview("--json");
  const steps: readonly PreviewStep[] = JSON.parse(stdout.slice(stdout.indexOf("{"))).steps;
  const step = steps.find(({ urn }) => urn.includes(stackType));
  if (step === undefined) throw new Error(`no step for the stack in ${stdout}`);
  return step;
}

function expectFailure(run: Run, ...texts: readonly RegExp[]): void {
  const output = run.stdout + run.stderr;
  expect(run.code, output).to.not.equal(0);
  for (const text of texts) expect(output).to.match(text);
}

describe("stand-in for aws.cloudformation.Stack", function () {
  this.timeout(120_000);
  let project: Project;

  afterEach(async () => {
    await project.destroy("--skip-preview");
    await project.remove();
  });

  it("creates, updates, fails to update, refreshes", async () => {
    const { environment, accountId } = await freshAccountEnvironment();
    const password = "correct-horse-battery-staple";
    project = await newProject({ program: retention("3600"), secrets: { password }, environment });
    const formation = new CloudFormationClient({
      endpoint: environment.AWS_ENDPOINT_URL ?? "",
      region: "us-east-1",
      credentials: { accessKeyId: accountId, secretAccessKey: "local" },
    });
    const eventIds = async (StackName: string) =>
      (await formation.send(new DescribeStackEventsCommand({ StackName }))).StackEvents?.map(({ EventId }) => EventId);

    const created = await project.up();
    expect(created.code, created.stdout + created.stderr).to.equal(0);
    expect(created.stdout).to.contain("kept: [unknown]").and.to.contain('kept: "3600"');
    const state = await project.resource(stackType);
    expect(state.id).to.match(new RegExp(`^arn:aws:cloudformation:us-east-1:${accountId}:stack/one-[0-9a-f]{7}/`));
    expect(state.outputs).to.deep.include({
      disableRollback: false,
      iamRoleArn: "",
      timeoutInMinutes: 0,
      region: "us-east-1",
      outputs: { Kept: "3600" },
      tags: { team: "security" },
      tagsAll: { team: "security" },
    });
    expect(state.outputs.templateBody).to.match(/^{"Outputs":{"Kept":/);
    expect(Object.keys(state.outputs.parameters as object).sort()).to.deep.equal(["Password", "Retention"]);
    expect(await project.stateText()).to.not.contain(password);

    // NoEcho reads back as ****, so that every preview shows an update, and `up` finds nothing to do.
    const noEcho = await plan(project);
    expect([noEcho.op, Object.keys(noEcho.detailedDiff ?? {})]).to.deep.equal(["update", ["parameters.Password"]]);
    const eventsBefore = await eventIds(state.id ?? "");
    const needless = await project.up("--skip-preview");
    expect([needless.code, await eventIds(state.id ?? "")]).to.deep.equal([0, eventsBefore]);
    expect(needless.stdout).to.match(/aws:cloudformation:Stack one updated/);

    await project.write(retention("7200"));
    const updated = await project.up();
    expect(updated.code, updated.stdout).to.equal(0);
    // The program sees outputs only where they are known: not while the update is previewed.
    const [previewed = "", carriedOut = ""] = updated.stdout.split("Updating (test)");
    expect(previewed).to.contain("aws:cloudformation:Stack one update").and.to.not.contain("outputs are");
    expect(carriedOut)
      .to.contain('outputs are {"Kept":"7200"}')
      .and.to.match(/kept: "3600" => "7200"/);
    const name = state.outputs.name;

    await project.write(retention("5"));
    const failed = await project.up("--skip-preview");
    expectFailure(
      failed,
      /updating urn:pulumi:test::standins::aws:cloudformation\/stack:Stack::one: 1 error occurred:/,
      /\* waiting for CloudFormation Stack \(arn:aws:cloudformation:[^)]+\) update: stack status \(UPDATE_ROLLBACK_COMPLETE\): .*MessageRetentionPeriod/,
    );
    const afterFailure = await project.resource(stackType);
    expect(afterFailure.initErrors).to.have.length(1);
    expect(afterFailure.inputs.parameters).to.have.property("Retention", "7200");
    expect(afterFailure.outputs.outputs).to.deep.equal({});
    expect((await plan(project)).op).to.equal("update");

    await project.write(retention("7200"));
    const refreshed = await project.refresh("--skip-preview");
    expect(refreshed.code, refreshed.stdout).to.equal(0);
    const afterRefresh = await project.resource(stackType);
    expect(afterRefresh).to.not.have.property("initErrors");
    expect(afterRefresh.outputs).to.deep.include({ name, outputs: { Kept: "7200" } });

    await project.write(program("{ templateBody, name: 'two', disableRollback: true, parameters: { Password: 'x' } }"));
    const replacing = await plan(project);
    expect(replacing.op).to.equal("replace");
    expect(replacing.replaceReasons).to.have.members(["name", "disableRollback"]);
  });

  it("keeps a stack whose creation failed, and none that was refused", async () => {
    const { environment } = await freshAccountEnvironment();
    const text = `
import { Stack } from "@pulumi/aws/cloudformation/stack.js";
const bad = { Resources: { Queue: { Type: "AWS::SQS::Queue", Properties: { MessageRetentionPeriod: 5 } } } };
const role = { Resources: { Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: {} } } } };
new Stack("failing", { name: "failing", templateBody: JSON.stringify(bad)});
`;
    const refused = `new Stack("refused", { name: "refused", templateBody: JSON.stringify(role) });`;
    project = await newProject({ program: `${text}${refused}`, environment });

    const created = await project.up("--skip-preview", "--continue-on-error");
    expectFailure(
      created,
      /creating urn:pulumi:test::standins::aws:cloudformation\/stack:Stack::failing: 1 error occurred:/,
      /waiting for CloudFormation Stack \(arn:[^)]+\) create: stack status \(ROLLBACK_COMPLETE\): .*MessageRetentionPeriod/s,
      /1 error occurred:\s+\* creating CloudFormation Stack \(refused\): operation error CloudFormation: CreateStack, https response error StatusCode: 400, RequestID: [^,]*, InsufficientCapabilitiesException: /,
    );
    const state = await project.resource(stackType);
    expect(state.inputs).to.include({ name: "failing" });
    expect(state.initErrors).to.have.length(1);

    await project.write(text);
    const again = await project.up("--skip-preview");
    expectFailure(
      again,
      /updating CloudFormation Stack \(arn:[^)]+\): operation error CloudFormation: UpdateStack, .*ROLLBACK_COMPLETE state and can ?not be updated/,
    );

    // A clean preview proves nothing about the stack: a refresh takes ROLLBACK_COMPLETE for normal.
    await project.refresh("--skip-preview");
    const clean = await project.preview("--expect-no-changes");
    expect(clean.code, clean.stdout + clean.stderr).to.equal(0);
  });

  it("refuses a template that is no JSON before anything moves", async () => {
    const { environment } = await freshAccountEnvironment();
    project = await newProject({ program: program("{ templateBody: '{ broken' }"), environment });
    expectFailure(await project.preview(), /"template_body" contains an invalid JSON/);
  });
});
