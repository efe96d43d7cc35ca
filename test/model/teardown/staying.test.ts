import { expect } from "chai";
import type { DeployedResource } from "../../../model/teardown/deletions.ts";
import { logGroupOwners } from "../../../model/teardown/owners.ts";
import { type StayingQuestion, stayingOf } from "../../../model/teardown/staying.ts";

const nothing: StayingQuestion = {
  place: { accountId: "123456789012", region: "us-east-1" },
  existing: [],
  deployed: [],
  held: [],
  planned: [],
  stacks: [],
  deletedStacks: [],
  because: {},
};
const deployed = (type: string, id: string, retained = false): DeployedResource => ({
  path: ["Core", "It"],
  type,
  id,
  retained,
});
const names = (question: Partial<StayingQuestion>) =>
  stayingOf({ ...nothing, ...question }).map(({ type, name }) => `${type} ${name}`);

describe("what a teardown leaves", () => {
  it("is like Panther's, and in no stack, neither in one that goes nor in one that stays", () => {
    const existing = [
      { type: "AWS::IAM::Role", name: "PantherAuditRole-us-east-1" },
      { type: "AWS::IAM::Role", name: "PantherDeploymentRole" },
      { type: "AWS::IAM::Role", name: "PantherLogProcessingRole-x" },
      { type: "AWS::IAM::Role", name: "Admin" },
      { type: "AWS::S3::Bucket", name: "input-data-1", tagged: true as const },
      { type: "AWS::S3::Bucket", name: "audit-logs-1", tagged: true as const },
    ];
    const left = names({
      existing,
      deployed: [deployed("AWS::IAM::Role", "PantherDeploymentRole")],
      held: [{ type: "AWS::IAM::Role", id: "PantherLogProcessingRole-x" }],
      planned: ["input-data-1"],
    });
    expect(left).to.deep.equal(["AWS::IAM::Role PantherAuditRole-us-east-1", "AWS::S3::Bucket audit-logs-1"]);
  });

  it("is no layer of a stack's own, and is told with a reason of its own where there is one", () => {
    const type = "AWS::Lambda::LayerVersion";
    const existing = ["panther-analysis", "panther-engine-globals"].map((name) => ({ type, name }));
    const own = deployed(type, "arn:aws:lambda:us-east-1:123456789012:layer:panther-analysis:3");
    const because = { "panther-engine-globals": "as a rule it goes" };
    const found = stayingOf({ ...nothing, existing, deployed: [own], because });
    expect(found.map(({ name, why }) => [name, why])).to.deep.equal([["panther-engine-globals", "as a rule it goes"]]);
  });

  it("is what its templates retain, once, but for buckets that go and what only a custom resource knows", () => {
    const retained = [
      deployed("AWS::KMS::Key", "1234", true),
      deployed("AWS::S3::Bucket", "input-data-1", true),
      deployed("AWS::ECR::Repository", "panther-web", true),
      deployed("Custom::PantherUser", "x", true),
      deployed("AWS::SQS::Queue", "panther-q"),
    ];
    const existing = [{ type: "AWS::ECR::Repository", name: "panther-web" }];
    const found = stayingOf({ ...nothing, existing, deployed: retained, planned: ["input-data-1"] });
    expect(found.map(({ type, name }) => `${type} ${name}`)).to.deep.equal([
      "AWS::ECR::Repository panther-web",
      "AWS::KMS::Key 1234",
    ]);
    expect(found[1]?.why).to.equal("Core/It is retained by its template");
  });

  it("is other stacks like Panther's, with the reason", () => {
    const stack = (name: string, tags = {}, rootId?: string) => ({
      stackId: `arn:${name}`,
      name,
      status: "CREATE_COMPLETE",
      tags,
      ...(rootId !== undefined && { rootId }),
    });
    const found = stayingOf({
      ...nothing,
      stacks: [
        stack("panther-prod"),
        stack("panther-prod-Core", {}, "arn:panther-prod"),
        stack("panther-deployment-role"),
        stack("audit", { Application: "Panther" }),
        stack("lookups", { "panther:app": "panther" }),
        stack("somebody-elses"),
      ],
      deletedStacks: ["arn:panther-prod"],
      because: { "panther-deployment-role": "environment west uses its role" },
    });
    expect(found.map(({ name }) => name)).to.deep.equal(["audit", "lookups", "panther-deployment-role"]);
    expect(found[2]?.why).to.equal("environment west uses its role");
    expect(found[0]?.command).to.equal("aws cloudformation delete-stack --stack-name 'audit' --region us-east-1");
  });

  it("comes with the command that removes it, and a reason for each type", () => {
    const commandOf = (type: string) => stayingOf({ ...nothing, existing: [{ type, name: "panther-x" }] })[0];
    expect(commandOf("AWS::ECR::Repository")?.command).to.equal(
      "aws ecr delete-repository --repository-name 'panther-x' --force --region us-east-1",
    );
    // With --force it would delete what has no version, and fail at the versions.
    expect(commandOf("AWS::S3::Bucket")).to.deep.include({
      why: "it is named or tagged like Panther's, and is in no stack of this deployment; it has to be emptied first, of all versions (S3 console: Empty)",
      command: "aws s3 rb 's3://panther-x' --region us-east-1",
    });
    expect(commandOf("AWS::Lambda::LayerVersion")?.command).to.match(
      /^for n in .*delete-layer-version --layer-name 'panther-x'/,
    );
    expect(commandOf("AWS::IAM::ServerCertificate")?.command).to.include("delete-server-certificate");
    const unknown = commandOf("AWS::SomeNew::Type");
    expect(unknown).to.include({ why: "it is named or tagged like Panther's, and is in no stack of this deployment" });
    expect(unknown?.command).to.equal("Remove in the console (AWS::SomeNew::Type): panther-x");
  });

  it("is listed in order, by type and name", () => {
    const existing = ["panther-b", "panther-a"].flatMap((name) =>
      ["AWS::SQS::Queue", "AWS::SNS::Topic"].map((type) => ({ type, name })),
    );
    expect(names({ existing })).to.deep.equal([...names({ existing })].sort());
    expect(names({ existing: [...existing, ...existing] })).to.have.length(8);
  });
});

describe("what writes logs", () => {
  it("is told by the deployment's resources", () => {
    const owners = logGroupOwners([
      deployed("AWS::Lambda::Function", "panther-a"),
      deployed("AWS::Serverless::Function", "panther-b"),
      deployed("AWS::CodeBuild::Project", "panther-pulumi"),
      deployed("AWS::Logs::LogGroup", "panther-web-logs"),
      deployed("AWS::AppSync::GraphQLApi", "arn:aws:appsync:us-east-1:123456789012:apis/abc"),
      deployed("AWS::SQS::Queue", "panther-q"),
    ]);
    expect(owners).to.deep.equal({
      functions: ["panther-a", "panther-b"],
      projects: ["panther-pulumi"],
      logGroups: ["panther-web-logs"],
      graphqlApis: ["abc"],
    });
  });
});
