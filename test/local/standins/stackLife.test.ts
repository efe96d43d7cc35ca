// The stand-in for aws.cloudformation.Stack over a stack's whole life, checked in CloudFormation itself.
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { newProject, type Project, type Run } from "../../support/pulumi.ts";
import { freshAccountEnvironment } from "./account.ts";

const stackType = "aws:cloudformation/stack:Stack";
const region = "us-east-1";

const template = {
  Parameters: {
    Retention: { Type: "String", Default: "3600" },
    Secret: { Type: "String", NoEcho: true, Default: "shown-to-nobody" },
  },
  Resources: { Queue: { Type: "AWS::SQS::Queue", Properties: { MessageRetentionPeriod: { Ref: "Retention" } } } },
  Outputs: { Kept: { Value: { Ref: "Retention" } } },
};
const bad = {
  Resources: { Queue: { Type: "AWS::SQS::Queue", Properties: { MessageRetentionPeriod: 5 } } },
};

/** A program with these stacks: resource name to arguments and options, as JavaScript. */
function program(stacks: Readonly<Record<string, string>>): string {
  const lines = Object.entries(stacks).map(([name, args]) => `new aws.cloudformation.Stack("${name}", ${args});`);
  return `
import * as aws from "@pulumi/aws";
const templateBody = ${JSON.stringify(JSON.stringify(template))};
const bad = ${JSON.stringify(JSON.stringify(bad))};
${lines.join("\n")}
`;
}

function expectDone(run: Run): void {
  expect(run.code, run.stdout + run.stderr).to.equal(0);
}

describe("stand-in for aws.cloudformation.Stack, from creation to destruction", function () {
  this.timeout(120_000);
  let project: Project | undefined;

  afterEach(async () => {
    await project?.destroy("--skip-preview");
    await project?.remove();
    project = undefined;
  });

  async function setUp() {
    const { environment, accountId } = await freshAccountEnvironment();
    const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
    const client = { endpoint: environment.AWS_ENDPOINT_URL ?? "", credentials };
    const formation = new CloudFormationClient({ ...client, region });
    const look = async (StackName: string, from = formation) => {
      const { Stacks } = await from.send(new DescribeStacksCommand({ StackName })).catch((error: Error) => {
        if (error.message.includes("does not exist")) return { Stacks: undefined };
        throw error;
      });
      return Stacks?.[0];
    };
    const settled = async (name: string) => {
      while ((await look(name))?.StackStatus?.endsWith("_IN_PROGRESS"))
        await new Promise((resolve) => setTimeout(resolve, 20));
      return look(name);
    };
    const start = async (text: string) => {
      project = await newProject({ program: text, environment });
      return project;
    };
    return { accountId, client, formation, look, settled, start };
  }

  it("imports a stack that somebody else made, notices that it was deleted, makes it anew, and destroys it", async () => {
    const { formation, look, settled, start } = await setUp();
    const Parameters = [{ ParameterKey: "Retention", ParameterValue: "7200" }];
    await formation.send(
      new CreateStackCommand({ StackName: "adopted", TemplateBody: JSON.stringify(template), Parameters }),
    );
    const StackId = (await settled("adopted"))?.StackId;
    const own = await start(program({ one: `{ name: "adopted", templateBody }, { import: "adopted" }` }));

    expectDone(await own.up("--skip-preview"));
    const imported = await own.resource(stackType);
    expect([imported.id, imported.outputs.outputs]).to.deep.equal(["adopted", { Kept: "7200" }]);
    expect((await look("adopted"))?.StackId).to.equal(StackId);

    await formation.send(new DeleteStackCommand({ StackName: "adopted" }));
    await settled(StackId ?? "");
    await own.write(program({ one: `{ name: "adopted", templateBody }` }));
    expectDone(await own.refresh("--skip-preview"));
    expect((await own.resources()).map(({ type }) => type)).to.not.include(stackType);
    expectDone(await own.up("--skip-preview"));
    const again = await own.resource(stackType);
    expect((await look("adopted"))?.StackId)
      .to.equal(again.id)
      .and.to.not.equal(StackId);

    expectDone(await own.destroy("--skip-preview"));
    expect(await look("adopted")).to.equal(undefined);
    expect((await look(again.id ?? ""))?.StackStatus).to.equal("DELETE_COMPLETE");
  });

  it("drops a stack from state whose ARN reads DELETE_COMPLETE", async () => {
    const { formation, settled, start } = await setUp();
    const own = await start(program({ one: `{ name: "one", templateBody }` }));
    expectDone(await own.up("--skip-preview"));
    const { id = "" } = await own.resource(stackType);
    expect(id).to.match(/^arn:/);
    await formation.send(new DeleteStackCommand({ StackName: id }));
    expect((await settled(id))?.StackStatus).to.equal("DELETE_COMPLETE");
    expectDone(await own.refresh("--skip-preview"));
    expect((await own.resources()).map(({ type }) => type)).to.not.include(stackType);
  });

  it("says how a creation failed under each onFailure, and that a name is taken", async () => {
    const { formation, look, settled, start } = await setUp();
    await formation.send(new CreateStackCommand({ StackName: "taken", TemplateBody: JSON.stringify(template) }));
    await settled("taken");
    const own = await start(
      program({
        deleting: `{ name: "deleting", templateBody: bad, onFailure: "DELETE" }`,
        keeping: `{ name: "keeping", templateBody: bad, onFailure: "DO_NOTHING" }`,
        taking: `{ name: "taken", templateBody }`,
      }),
    );
    const { code, stdout, stderr } = await own.up("--skip-preview", "--continue-on-error");
    expect(code).to.not.equal(0);
    expect(stdout + stderr)
      .to.match(
        /CloudFormation Stack \(arn:\S+:stack\/deleting\/\S+\) create: stack status \(DELETE_COMPLETE\): .*MessageRetentionPeriod/s,
      )
      .and.to.match(
        /CloudFormation Stack \(arn:\S+:stack\/keeping\/\S+\) create: stack status \(CREATE_FAILED\): .*MessageRetentionPeriod/s,
      )
      .and.to.match(
        /creating CloudFormation Stack \(taken\): .*AlreadyExistsException: Stack \[taken\] already exists/,
      );
    expect(await look("deleting")).to.equal(undefined);
    expect((await look("keeping"))?.StackStatus).to.equal("CREATE_FAILED");
    const kept = (await own.resources()).filter(({ type }) => type === stackType).map(({ inputs }) => inputs.name);
    expect(kept).to.have.members(["deleting", "keeping"]);
    expectDone(await own.destroy("--skip-preview"));
    expect([await look("keeping"), (await look("taken"))?.StackStatus]).to.deep.equal([undefined, "CREATE_COMPLETE"]);
  });

  it("keeps the template's text in state beside its URL, and getStack shows every parameter", async () => {
    const { accountId, client, start } = await setUp();
    const s3 = new S3Client({ ...client, region, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: `templates-${accountId}` }));
    await s3.send(
      new PutObjectCommand({ Bucket: `templates-${accountId}`, Key: "one.json", Body: JSON.stringify(template) }),
    );
    const templateUrl = `https://templates-${accountId}.s3.amazonaws.com/one.json`;
    const own = await start(
      `${program({})}
const one = new aws.cloudformation.Stack("one", { name: "one", templateUrl: "${templateUrl}", parameters: { Retention: "7200" } });
export const seen = aws.cloudformation.getStackOutput({ name: one.name }).parameters;`,
    );
    expectDone(await own.up("--skip-preview"));
    const { inputs, outputs } = await own.resource(stackType);
    expect(inputs).to.include({ templateUrl }).and.to.not.have.property("templateBody");
    expect(outputs).to.deep.include({ templateUrl, parameters: { Retention: "7200" } });
    expect(JSON.parse(String(outputs.templateBody))).to.deep.equal(template);
    expect((await own.outputs()).seen).to.deep.equal({ Retention: "7200", Secret: "****" });
    expectDone(await own.preview("--expect-no-changes"));
  });

  it("replaces a stack when onFailure, timeoutInMinutes or region change, deleting first where the name is fixed", async () => {
    const { client, look, start } = await setUp();
    const own = await start(program({ one: `{ name: "one", templateBody }` }));
    expectDone(await own.up("--skip-preview"));
    const ids = [(await own.resource(stackType)).id ?? ""];
    for (const [change, property] of [
      [`onFailure: "DELETE"`, "onFailure"],
      [`onFailure: "DELETE", timeoutInMinutes: 9`, "timeoutInMinutes"],
      [`onFailure: "DELETE", timeoutInMinutes: 9, region: "eu-west-1"`, "region"],
    ]) {
      await own.write(program({ one: `{ name: "one", templateBody, ${change} }` }));
      expectDone(await own.up("--skip-preview"));
      const { id = "", outputs } = await own.resource(stackType);
      expect(ids, property).to.not.include(id);
      expect((await look(ids.at(-1) ?? ""))?.StackStatus, property).to.equal("DELETE_COMPLETE");
      expect(outputs.region).to.equal(property === "region" ? "eu-west-1" : region);
      ids.push(id);
    }
    const abroad = new CloudFormationClient({ ...client, region: "eu-west-1" });
    const { StackStatus, TimeoutInMinutes } = (await look("one", abroad)) ?? {};
    expect([await look("one"), StackStatus, TimeoutInMinutes]).to.deep.equal([undefined, "CREATE_COMPLETE", 9]);
  });
});
