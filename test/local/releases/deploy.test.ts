import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type Stack,
  type StackResource,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { BatchGetProjectsCommand, CodeBuildClient } from "@aws-sdk/client-codebuild";
import { expect } from "chai";
import { freshAccount, localAws } from "../../support/localAws.ts";
import { readRelease } from "./reading.ts";

const region = "us-east-1";
const rootName = "panther-releases";
const capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"] as const;
const finished = /_(COMPLETE|FAILED)$/;
const templateUrl = (version: string): string =>
  `https://panther-enterprise-${region}.s3.amazonaws.com/v${version}/panther.yml`;
const parameter = (ParameterKey: string, ParameterValue: string) => ({ ParameterKey, ParameterValue });

describe("a generated release on local AWS", function () {
  this.timeout(180_000);
  const accountId = freshAccount();
  let client: CloudFormationClient;
  let builds: CodeBuildClient;
  let roleArn: string;

  const parameters = [
    parameter("FirstUserEmail", "first.user@example.com"),
    parameter("PulumiSecretArn", `arn:aws:secretsmanager:${region}:${accountId}:secret:panther-pulumi-token-AbCdEf`),
    parameter("PulumiSecretKeyArn", `arn:aws:kms:${region}:${accountId}:key/00000000-0000-4000-8000-000000000000`),
    // Off by default, so that the resources behind them are proved too.
    parameter("OnboardSelf", "true"),
    parameter("EnableCloudTrail", "true"),
    parameter("EnableGuardDuty", "true"),
  ];

  before(async () => {
    const { endpoint } = await localAws();
    const access = { endpoint, region, credentials: { accessKeyId: accountId, secretAccessKey: "local" } };
    client = new CloudFormationClient(access);
    builds = new CodeBuildClient(access);
    const role = await stackAfter("panther-role", () =>
      client.send(
        new CreateStackCommand({
          StackName: "panther-role",
          TemplateURL:
            "https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/v1.36.0/template.yml",
          Capabilities: [...capabilities],
        }),
      ),
    );
    expect(role.StackStatus).to.equal("CREATE_COMPLETE");
    roleArn = role.Outputs?.find(({ OutputKey }) => OutputKey === "DeploymentRoleArn")?.OutputValue ?? "";
  });

  after(() => {
    client.destroy();
    builds.destroy();
  });

  async function stackAfter(name: string, start: () => Promise<unknown>): Promise<Stack> {
    await start();
    for (;;) {
      const { Stacks: stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
      const [stack] = stacks;
      if (stack && finished.test(stack.StackStatus ?? "")) return stack;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  const resourcesOf = async (stack: string): Promise<readonly StackResource[]> =>
    (await client.send(new DescribeStackResourcesCommand({ StackName: stack }))).StackResources ?? [];

  /** Every resource below a stack, by its path of logical IDs. */
  async function below(stack: string, path = ""): Promise<ReadonlyMap<string, StackResource>> {
    const found = new Map<string, StackResource>();
    for (const resource of await resourcesOf(stack)) {
      const at = path ? `${path}/${resource.LogicalResourceId}` : String(resource.LogicalResourceId);
      found.set(at, resource);
      if (resource.ResourceType !== "AWS::CloudFormation::Stack") continue;
      for (const [key, value] of await below(String(resource.PhysicalResourceId), at)) found.set(key, value);
    }
    return found;
  }

  async function reasons(stack: string): Promise<readonly string[]> {
    const { StackEvents: events = [] } = await client.send(new DescribeStackEventsCommand({ StackName: stack }));
    const failed = events.filter(({ ResourceStatus }) => ResourceStatus?.endsWith("_FAILED"));
    const nested = failed.filter(
      ({ ResourceType, PhysicalResourceId: id }) => ResourceType === "AWS::CloudFormation::Stack" && id && id !== stack,
    );
    const own = failed.map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`);
    const children = nested.map(({ PhysicalResourceId: id }) => String(id)).filter((id) => !id.includes(`/${stack}/`));
    return [...own, ...(await Promise.all([...new Set(children)].map(reasons))).flat()];
  }

  async function expectWhole(version: string, statuses: RegExp): Promise<ReadonlyMap<string, StackResource>> {
    const all = await below(rootName);
    const wrong = [...all].filter(([, { ResourceStatus }]) => !statuses.test(ResourceStatus ?? ""));
    expect(wrong.map(([path, { ResourceStatus }]) => `${path} ${ResourceStatus}`)).to.deep.equal([]);
    const nested = [...all].filter(([, { ResourceType }]) => ResourceType === "AWS::CloudFormation::Stack");
    expect(nested.map(([path]) => path)).to.have.lengthOf(12);
    for (const [path, { PhysicalResourceId }] of nested) {
      const { Stacks: stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: PhysicalResourceId }));
      expect(stacks[0]?.StackStatus, path).to.match(/^(CREATE|UPDATE)_COMPLETE$/);
    }
    const custom = [...all].filter(([, { ResourceType }]) => ResourceType?.startsWith("Custom::"));
    expect(custom.length).to.be.at.least(14);
    // An ID of that form is made by the function alone.
    for (const [path, { PhysicalResourceId }] of custom) expect(PhysicalResourceId, path).to.match(/^custom:\w+:/);
    const templates = readRelease(version, region).children;
    for (const id of Object.keys(templates.LogAnalysis?.template.Resources ?? {})) {
      if (id !== "SnowflakeRole") expect([...all.keys()], version).to.include(`LogAnalysis/${id}`);
    }
    const { projects = [] } = await builds.send(new BatchGetProjectsCommand({ names: ["panther-pulumi"] }));
    expect(projects.map(({ name }) => name)).to.deep.equal(["panther-pulumi"]);
    const variables = projects[0]?.environment?.environmentVariables ?? [];
    const given = variables.find(({ name }) => name === "PULUMI_SECRET_ARN")?.value;
    expect(given).to.equal(parameters[1]?.ParameterValue);
    return all;
  }

  it("deploys 1.36.0 and updates to 1.37.11, every nested stack complete, with the role as service role", async () => {
    const created = await stackAfter(rootName, () =>
      client.send(
        new CreateStackCommand({
          StackName: rootName,
          TemplateURL: templateUrl("1.36.0"),
          Parameters: parameters,
          Capabilities: [...capabilities],
          RoleARN: roleArn,
        }),
      ),
    );
    expect(created.StackStatus, (await reasons(rootName)).join("\n")).to.equal("CREATE_COMPLETE");
    expect(created.RoleARN).to.equal(roleArn);
    expect(created.Outputs?.[0]?.OutputValue).to.match(/^https:\/\/web-/);
    const first = await expectWhole("1.36.0", /^CREATE_COMPLETE$/);

    const updated = await stackAfter(rootName, () =>
      client.send(
        new UpdateStackCommand({
          StackName: rootName,
          TemplateURL: templateUrl("1.37.11"),
          Parameters: parameters.map(({ ParameterKey }) => ({ ParameterKey, UsePreviousValue: true })),
          Capabilities: [...capabilities],
          RoleARN: roleArn,
        }),
      ),
    );
    expect(updated.StackStatus, (await reasons(rootName)).join("\n")).to.equal("UPDATE_COMPLETE");
    const second = await expectWhole("1.37.11", /^(CREATE|UPDATE)_COMPLETE$/);

    const id = (all: ReadonlyMap<string, StackResource>, path: string) => all.get(path)?.PhysicalResourceId;
    expect([...second.keys()])
      .to.include("Core/AuditExportQueue")
      .and.to.not.include("LogAnalysis/PartitionsAlarm");
    expect(id(second, "LogAnalysis/DatacatalogDLQ")).to.not.equal(id(first, "LogAnalysis/DatacatalogDLQ"));
    expect(id(second, "Web/TaskDefinition")).to.not.equal(id(first, "Web/TaskDefinition"));
    expect(id(second, "Core/OutputsTable")).to.equal(id(first, "Core/OutputsTable"));
    const touched = [...second].filter(
      ([path, { Timestamp }]) => String(Timestamp) !== String(first.get(path)?.Timestamp),
    );
    expect(touched.length).to.be.greaterThan(60);
  });
});
