// An account in China and one outside, through the front, with the SDK's own clients.
import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import {
  type Capability,
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ListStacksCommand,
  type Stack,
} from "@aws-sdk/client-cloudformation";
import { CodeBuildClient, CreateProjectCommand } from "@aws-sdk/client-codebuild";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { freshAccount, freshChinaAccount, localAws } from "../../support/localAws.ts";

const region = "cn-north-1";
const template = JSON.stringify({
  Resources: {
    Bucket: { Type: "AWS::S3::Bucket" },
    Role: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
        },
        Policies: [
          {
            PolicyName: "own",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: { "Fn::GetAtt": ["Bucket", "Arn"] } }],
            },
          },
        ],
      },
    },
  },
  Outputs: {
    Partition: { Value: { Ref: "AWS::Partition" } },
    Suffix: { Value: { Ref: "AWS::URLSuffix" } },
    Zone: { Value: { "Fn::Select": [0, { "Fn::GetAZs": "" }] } },
    Host: { Value: { "Fn::GetAtt": ["Bucket", "RegionalDomainName"] } },
    Name: { Value: { Ref: "Bucket" } },
    Role: { Value: { "Fn::GetAtt": ["Role", "Arn"] } },
  },
});

describe("local AWS across two partitions", () => {
  const [inside, outside] = [freshChinaAccount(), freshAccount()];
  let endpoint: string;
  const config = (accessKeyId: string, at: string) => ({
    endpoint,
    region: at,
    credentials: { accessKeyId, secretAccessKey: "local" },
    maxAttempts: 1,
  });
  const china = () => config(inside, region);

  before(async () => {
    endpoint = (await localAws()).endpoint;
  });

  async function deployed(StackName: string, TemplateBody: string): Promise<Stack> {
    const formation = new CloudFormationClient(china());
    const Capabilities: Capability[] = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"];
    await formation.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities, DisableRollback: true }));
    for (;;) {
      const { Stacks: [stack] = [] } = await formation.send(new DescribeStacksCommand({ StackName }));
      if (stack && !stack.StackStatus?.endsWith("_IN_PROGRESS")) return stack;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it("has China's partition in stacks, pseudo parameters, hosts and resources", async () => {
    const stack = await deployed("own", template);
    const outputs = Object.fromEntries((stack.Outputs ?? []).map((output) => [output.OutputKey, output.OutputValue]));
    expect(stack.StackId).to.match(new RegExp(`^arn:aws-cn:cloudformation:cn-north-1:${inside}:stack/own/`));
    expect(outputs).to.deep.include({ Partition: "aws-cn", Suffix: "amazonaws.com.cn", Zone: "cn-north-1a" });
    expect(outputs.Host).to.equal(`${outputs.Name}.s3.cn-north-1.amazonaws.com.cn`);
    expect(outputs.Role).to.match(new RegExp(`^arn:aws-cn:iam::${inside}:role/own-Role-`));
  });

  it("has it in the answers of the services, and in an assumed role's session", async () => {
    const { Arn } = await new STSClient(china()).send(new GetCallerIdentityCommand({}));
    const { KeyMetadata } = await new KMSClient(china()).send(new CreateKeyCommand({}));
    const secret = await new SecretsManagerClient(china()).send(
      new CreateSecretCommand({ Name: "own", SecretString: "{}" }),
    );
    const { project } = await new CodeBuildClient(china()).send(
      new CreateProjectCommand({
        name: "own",
        source: { type: "NO_SOURCE" },
        artifacts: { type: "NO_ARTIFACTS" },
        environment: { type: "LINUX_CONTAINER", image: "image", computeType: "BUILD_GENERAL1_SMALL" },
        serviceRole: `arn:aws-cn:iam::${inside}:role/build`,
      }),
    );
    expect([Arn, KeyMetadata?.Arn, secret.ARN, project?.arn].map((arn) => arn?.split(":").slice(0, 5))).to.deep.equal([
      ["arn", "aws-cn", "iam", "", inside],
      ["arn", "aws-cn", "kms", region, inside],
      ["arn", "aws-cn", "secretsmanager", region, inside],
      ["arn", "aws-cn", "codebuild", region, inside],
    ]);
    const input = { RoleArn: `arn:aws-cn:iam::${inside}:role/deployer`, RoleSessionName: "session" };
    const { Credentials } = await new STSClient(china()).send(new AssumeRoleCommand(input));
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    const who = await new STSClient({ ...china(), credentials }).send(new GetCallerIdentityCommand({}));
    expect(who.Arn).to.equal(`arn:aws-cn:sts::${inside}:assumed-role/deployer/session`);
    const lost = new STSClient({ ...china(), credentials, region: "us-east-1" }).send(new GetCallerIdentityCommand({}));
    expect(await refusalOf(lost)).to.include("InvalidClientTokenId");
  });

  it("refuses an account of the other partition, in each protocol's words", async () => {
    for (const [account, at] of [
      [outside, region],
      [inside, "ap-southeast-1"],
    ] as const) {
      const wrong = config(account, at);
      const refusals = await Promise.all(
        [
          new STSClient(wrong).send(new GetCallerIdentityCommand({})),
          new CloudFormationClient(wrong).send(new ListStacksCommand({})),
          new SecretsManagerClient(wrong).send(new CreateSecretCommand({ Name: "x", SecretString: "{}" })),
          new APIGatewayClient(wrong).send(new GetRestApisCommand({})),
          new S3Client(wrong).send(new ListBucketsCommand({})),
        ].map((call) => refusalOf(call)),
      );
      expect(refusals).to.deep.equal([
        "InvalidClientTokenId 403",
        "InvalidClientTokenId 403",
        "UnrecognizedClientException 400",
        "UnrecognizedClientException 403",
        "InvalidAccessKeyId 403",
      ]);
    }
  });

  it("keeps the buckets of both apart, objects untouched and policies with their ARNs", async () => {
    const Bucket = `twice-${inside}`;
    const clients = { [region]: new S3Client(china()), "eu-west-1": new S3Client(config(outside, "eu-west-1")) };
    const read = async (s3: S3Client) =>
      (await s3.send(new GetObjectCommand({ Bucket, Key: "arn:aws:s3:::name" }))).Body?.transformToString();
    const unknown: string[] = [];
    for (const [at, s3] of Object.entries(clients)) {
      unknown.push(await refusalOf(read(s3)));
      const LocationConstraint = at as BucketLocationConstraint;
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
      const Body = `arn:aws:s3:::x and arn:aws-cn:s3:::y in ${at}`;
      await s3.send(new PutObjectCommand({ Bucket, Key: "arn:aws:s3:::name", Body }));
    }
    expect(unknown).to.deep.equal(["NoSuchBucket 404", "NoSuchBucket 404"]);
    expect(await read(clients[region])).to.equal(`arn:aws:s3:::x and arn:aws-cn:s3:::y in ${region}`);
    expect(await read(clients["eu-west-1"])).to.contain("in eu-west-1");
    const Resource = `arn:aws-cn:s3:::${Bucket}/*`;
    const Statement = [
      { Effect: "Allow", Principal: { AWS: `arn:aws-cn:iam::${inside}:root` }, Action: "s3:*", Resource },
    ];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await clients[region].send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const back = await clients[region].send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(back.Policy ?? "")).to.deep.equal(JSON.parse(Policy));
  });

  it("refuses in China what a release has to be rid of: Cognito, AppSync, ARNs and applications from outside", async () => {
    const refused = (Resources: object) =>
      refusalOf(deployed("refused", JSON.stringify({ Resources })), ({ message }) => message);
    expect(
      await refused({ Users: { Type: "AWS::Cognito::UserPool" }, Api: { Type: "AWS::AppSync::GraphQLApi" } }),
    ).to.equal(
      "Template format error: Unrecognized resource types: [AWS::Cognito::UserPool, AWS::AppSync::GraphQLApi]",
    );
    const { Role } = (JSON.parse(template) as { Resources: { Role: { Properties: object } } }).Resources;
    const Statement = [{ Effect: "Allow", Action: "kms:Verify", Resource: "arn:aws:kms:us-west-2:349240696275:key/1" }];
    const Policies = [{ PolicyName: "outside", PolicyDocument: { Version: "2012-10-17", Statement } }];
    const ApplicationId = "arn:aws:serverlessrepo:us-east-1:292517598671:applications/Connector";
    const App = { Type: "AWS::Serverless::Application", Properties: { Location: { ApplicationId } } };
    const foreign = { Role: { ...Role, Properties: { ...Role.Properties, Policies } }, App };
    const reasons: string[] = [];
    for (const [id, resource] of Object.entries(foreign)) {
      const body = { Transform: "AWS::Serverless-2016-10-31", Resources: { [id]: resource } };
      await deployed(`foreign-${id}`, JSON.stringify(body));
      const events = new DescribeStackEventsCommand({ StackName: `foreign-${id}` });
      const { StackEvents = [] } = await new CloudFormationClient(china()).send(events);
      reasons.push(StackEvents.find(({ LogicalResourceId }) => LogicalResourceId === id)?.ResourceStatusReason ?? "");
    }
    expect(reasons[0]).to.contain(
      'Partition "aws" is not valid for resource "arn:aws:kms:us-west-2:349240696275:key/1". (Service: Iam,',
    );
    expect(reasons[1]).to.equal(`Application ${ApplicationId} could not be found.`);
  });
});

interface Failure extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const codeAndStatus = ({ name, $metadata }: Failure) => `${name} ${$metadata?.httpStatusCode}`;

async function refusalOf(call: Promise<unknown>, words: (error: Failure) => string = codeAndStatus): Promise<string> {
  return call.then(
    () => "taken",
    (error: Failure) => words(error),
  );
}
