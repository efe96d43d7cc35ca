// Releases as Panther publishes them, made fit for China, deployed there: nothing is left in them that China refuses, and what
// stands there alone stands.
import {
  APIGatewayClient,
  GetRestApisCommand,
  GetStagesCommand,
  GetUsagePlansCommand,
} from "@aws-sdk/client-api-gateway";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { releaseObjects, roleObjects } from "../../../local/releases/releases.ts";
import { transformRelease } from "../../../model/release/china/transform.ts";
import { clientOf, type TwoSides, twoSides } from "../../support/china.ts";

const versions = ["1.36.0", "1.37.11"] as const;
const Capabilities = ["CAPABILITY_IAM" as const, "CAPABILITY_NAMED_IAM" as const, "CAPABILITY_AUTO_EXPAND" as const];
const finished = /_(COMPLETE|FAILED)$/;
const source = "ap-southeast-1";

describe("a generated release in China on local AWS", function () {
  this.timeout(180_000);
  let sides: TwoSides;
  let config: ReturnType<typeof clientOf>;
  let formation: CloudFormationClient;
  let Bucket: string;
  let RoleARN: string;

  before(async () => {
    sides = await twoSides();
    config = clientOf(sides, sides.china);
    formation = new CloudFormationClient(config);
    Bucket = `panther-${sides.china.accountId}`;
    const CreateBucketConfiguration = { LocationConstraint: "cn-north-1" as const };
    await new S3Client(config).send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  });
  after(() => sides.remove());

  /** Puts what the transform makes of some objects into the bucket in China; answers what it removed. */
  async function published(objects: ReturnType<typeof roleObjects>, root: string): Promise<readonly string[]> {
    const text = new TextDecoder();
    const named = new Map(objects.map((object) => [object.key, object]));
    const isTemplate = ({ key, contentType }: { key: string; contentType: string }) =>
      contentType === "text/yaml" && (key === root || !key.startsWith("v"));
    const templates = new Map(objects.filter(isTemplate).map(({ key, body }) => [key, text.decode(body)]));
    const buckets = [...new Set(objects.map(({ bucket }) => bucket))];
    const target = { bucket: Bucket, region: sides.china.region };
    const release = transformRelease({ templates, root, source: { buckets }, target });
    if (release.kind === "refused") throw new Error(JSON.stringify(release.problems, undefined, 1));
    const bodies = [
      ...release.assets.map(({ key }) => [key, named.get(key)?.body ?? new Uint8Array()] as const),
      ...release.templates,
    ];
    const s3 = new S3Client(config);
    for (const [Key, Body] of bodies) await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    return release.removed.map(({ place }) => place);
  }

  async function ended(StackName: string, started: Promise<unknown>): Promise<Stack> {
    await started;
    for (;;) {
      const { Stacks: [stack] = [] } = await formation.send(new DescribeStacksCommand({ StackName }));
      if (stack && finished.test(stack.StackStatus ?? "")) return stack;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async function reasons(StackName: string): Promise<string> {
    const { StackEvents = [] } = await formation.send(new DescribeStackEventsCommand({ StackName }));
    const failed = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith("_FAILED"));
    return failed.map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`).join("\n");
  }

  it("has a role that IAM in China takes once the account outside is gone from it, and not before", async () => {
    const key = "panther-deployment-role/v1.36.0/template.yml";
    const template = roleObjects().find((object) => object.key === key);
    const TemplateBody = new TextDecoder().decode(template?.body);
    const raw = await ended(
      "raw",
      formation.send(new CreateStackCommand({ StackName: "raw", TemplateBody, Capabilities })),
    );
    expect(raw.StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect(await reasons("raw")).to.contain('Partition "aws" is not valid for resource "arn:aws:lambda:cn-north-1');

    await published(
      roleObjects().filter((object) => object.key === key),
      key,
    );
    const TemplateURL = `https://${Bucket}.s3.cn-north-1.amazonaws.com.cn/${key}`;
    const role = { StackName: "role", TemplateURL, Capabilities };
    const stack = await ended("role", formation.send(new CreateStackCommand(role)));
    RoleARN = stack.Outputs?.[0]?.OutputValue ?? "";
    expect(RoleARN, await reasons("role")).to.match(/^arn:aws-cn:iam::\d{12}:role\/PantherDeploymentRole$/);
  });

  it("deploys and updates there, with the bridge that stands in China alone", async () => {
    for (const version of versions) {
      const root = `v${version}/panther.yml`;
      const removed = await published(releaseObjects(version, source), root);
      expect(removed.join("\n")).to.contain("UserPool").and.to.contain("GraphQLApi");
      const TemplateURL = `https://${Bucket}.s3.cn-north-1.amazonaws.com.cn/${root}`;
      const arn = (service: string, rest: string) =>
        `arn:aws-cn:${service}:cn-north-1:${sides.china.accountId}:${rest}`;
      const values = {
        FirstUserEmail: "first.user@example.com",
        OnboardSelf: "true",
        PulumiSecretArn: arn("secretsmanager", "secret:panther-pulumi-token-AbCdEf"),
        PulumiSecretKeyArn: arn("kms", "key/00000000-0000-4000-8000-000000000000"),
      };
      const Parameters = Object.entries(values).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      }));
      const input = { StackName: "panther", TemplateURL, Capabilities, Parameters, RoleARN };
      const isFirst = version === versions[0];
      const started = isFirst
        ? formation.send(new CreateStackCommand(input))
        : formation.send(new UpdateStackCommand(input));
      const stack = await ended("panther", started);
      expect(stack.StackStatus, await reasons("panther")).to.equal(isFirst ? "CREATE_COMPLETE" : "UPDATE_COMPLETE");

      const gateway = new APIGatewayClient(config);
      const { items: [api, ...others] = [] } = await gateway.send(new GetRestApisCommand({}));
      expect([api?.name, others]).to.deep.equal(["panther-cn-bridge", []]);
      const { item } = await gateway.send(new GetStagesCommand({ restApiId: api?.id }));
      expect(item?.map(({ stageName }) => stageName)).to.deep.equal(["prod"]);
      const { items: plans } = await gateway.send(new GetUsagePlansCommand({}));
      expect(plans?.map(({ apiStages }) => apiStages?.[0]?.apiId)).to.deep.equal([api?.id]);
    }
  });
});
