// Guard tests: each shows that a correction does what AWS does, and that MiniStack alone still does not. After an upgrade of
// MiniStack the first tells that a correction is wrong, the second that it is needless and can go.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { EmulatorClient } from "../../../local/aws/emulatorClient.ts";
import { type EmulatorProcess, freePort, startEmulator } from "../../../local/aws/emulatorProcess.ts";
import { scopeOf } from "../../../local/aws/scope.ts";
import { emulatorPython, launcherFile } from "../../../local/emulator/location.mjs";
import { localFolder } from "../../../local/setup/places.mjs";

const directory = join(localFolder(), "test", `emulator-${process.pid}`);
const scope = scopeOf("111111111111", "us-east-1");
const vendor = scopeOf("222222222222", "us-east-1");

interface Answer {
  readonly physicalId?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** What the probes use of an emulator. */
class Probe {
  readonly client: EmulatorClient;
  constructor(client: EmulatorClient) {
    this.client = client;
  }

  async operate(
    operation: "create" | "update" | "delete",
    type: string,
    properties: object,
    more: object = {},
  ): Promise<Answer> {
    const fixed = {
      accountId: scope.accountId,
      region: scope.region,
      stackName: "guard",
      stackId: "arn:aws:cloudformation:guard",
      tags: [],
    };
    return (await this.client.resources({ ...fixed, operation, type, logicalId: "Resource", properties, ...more }))
      .answer as Answer;
  }

  create(type: string, properties: object): Promise<Answer> {
    return this.operate("create", type, properties);
  }

  async s3(method: string, path: string, body = "", as = scope): Promise<number> {
    return (await this.client.call({ scope: as, service: "s3", method, path, body })).status;
  }

  /** A function's process says its number. */
  async invoke(name: string): Promise<number> {
    const path = `/2015-03-31/functions/${name}/invocations`;
    return Number(
      (await this.client.call({ scope, service: "lambda", method: "POST", path, body: "{}" })).body.toString(),
    );
  }
}

const code = { ZipFile: "import os\ndef handler(event, context):\n    return os.getpid()\n" };
const lambda = (Code: object) => ({
  Runtime: "python3.11",
  Handler: "index.handler",
  Role: "arn:aws:iam::111111111111:role/r",
  Code,
});
const zip = Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64").toString("latin1");

/** Per correction: something to look at, what AWS shows there, and what MiniStack alone shows. */
const guards: Readonly<Record<string, { look(probe: Probe): Promise<unknown>; aws: unknown; alone: unknown }>> = {
  "api-gateway-identifiers": {
    look: async (probe) => {
      const types = ["RestApi", "ApiKey", "UsagePlan"] as const;
      const made = await Promise.all(types.map((type) => probe.create(`AWS::ApiGateway::${type}`, { Name: "guard" })));
      return made.map(({ physicalId = "", attributes }) => [
        physicalId.length,
        String(attributes?.RootResourceId ?? "").length,
      ]);
    },
    aws: [
      [10, 10],
      [10, 0],
      [10, 0],
    ],
    alone: [
      [8, 8],
      [8, 0],
      [8, 0],
    ],
  },
  "code-in-other-accounts": {
    look: async (probe) => {
      for (const bucket of ["vendor-open", "vendor-closed"]) {
        await probe.s3("PUT", `/${bucket}`, "", vendor);
        await probe.s3("PUT", `/${bucket}/code.zip`, zip, vendor);
      }
      const statement = {
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::vendor-open/*",
      };
      await probe.s3("DELETE", "/vendor-open?publicAccessBlock", "", vendor);
      await probe.s3(
        "PUT",
        "/vendor-open?policy",
        JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
        vendor,
      );
      const sizes = [];
      for (const bucket of ["vendor-open", "vendor-closed"]) {
        const { physicalId } = await probe.create(
          "AWS::Lambda::Function",
          lambda({ S3Bucket: bucket, S3Key: "code.zip" }),
        );
        const answer = await probe.client.call({
          scope,
          service: "lambda",
          method: "GET",
          path: `/2015-03-31/functions/${physicalId}`,
        });
        sizes.push(
          (JSON.parse(answer.body.toString()) as { Configuration?: { CodeSize: number } }).Configuration?.CodeSize,
        );
      }
      return sizes;
    },
    aws: [22, undefined],
    // Both functions are made, without code.
    alone: [0, 0],
  },
  "deleted-functions-stop": {
    look: async (probe) => {
      const { physicalId = "" } = await probe.create("AWS::Lambda::Function", lambda(code));
      const pid = await probe.invoke(physicalId);
      await probe.operate("delete", "AWS::Lambda::Function", lambda(code), { physicalId });
      return isRunning(pid);
    },
    aws: false,
    alone: true,
  },
  "filled-buckets": {
    look: async (probe) => {
      const { physicalId = "" } = await probe.create("AWS::S3::Bucket", {});
      await probe.s3("PUT", `/${physicalId}/object`, "x");
      const { message } = await probe.operate("delete", "AWS::S3::Bucket", {}, { physicalId });
      const kept = await probe.s3("HEAD", `/${physicalId}/object`);
      await probe.s3("DELETE", `/${physicalId}/object`);
      const { message: empty } = await probe.operate("delete", "AWS::S3::Bucket", {}, { physicalId });
      return [
        message?.includes("The bucket you tried to delete is not empty (Service: S3, Status Code: 409"),
        kept,
        empty,
      ];
    },
    aws: [true, 200, undefined],
    alone: [undefined, 404, undefined],
  },
  "missing-code": {
    look: async (probe) => {
      await probe.s3("PUT", "/own-code");
      const missing = { S3Bucket: "own-code", S3Key: "missing" };
      const made = await probe.create("AWS::Lambda::Function", lambda(missing));
      const layer = await probe.create("AWS::Lambda::LayerVersion", {
        LayerName: "guard",
        Content: { ...missing, S3Bucket: "no-such-bucket" },
      });
      return [made, layer].map(({ message }) => /S3 Error Code: (\w+)/.exec(message ?? "")?.[1]);
    },
    aws: ["NoSuchKey", "NoSuchBucket"],
    alone: [undefined, undefined],
  },
  "readable-reasons": {
    look: async (probe) => {
      const workGroup = { Name: "guard" };
      await probe.create("AWS::Athena::WorkGroup", workGroup);
      const { message = "" } = await probe.create("AWS::Athena::WorkGroup", workGroup);
      return message.replace(/RequestToken: [\w-]+/, "RequestToken: T");
    },
    aws: 'Resource handler returned message: "WorkGroup guard already exists" (RequestToken: T, HandlerErrorCode: AlreadyExists)',
    alone: `AWS::Athena::WorkGroup create failed: b'{"__type": "InvalidRequestException", "message": "WorkGroup guard already exists"}'`,
  },
  "taken-names": {
    look: async (probe) => {
      const taken = [];
      for (const [type, properties] of named) {
        const first = await probe.create(type, properties);
        if (!first.physicalId) throw new Error(`${type}: ${first.message}`);
        const second = await probe.create(type, properties);
        taken.push([type, second.message?.includes("HandlerErrorCode: AlreadyExists") ?? false]);
      }
      return Object.fromEntries(taken);
    },
    get aws() {
      return Object.fromEntries(named.map(([type]) => [type, true]));
    },
    get alone() {
      return Object.fromEntries(named.map(([type]) => [type, false]));
    },
  },
  "typed-values": {
    look: async (probe) => {
      const container = { Name: "web", Image: "web", Memory: "128", Essential: "false" };
      const task = await probe.create("AWS::ECS::TaskDefinition", {
        Family: "guard",
        Memory: "512",
        ContainerDefinitions: [container],
      });
      const service = await probe.create("AWS::ECS::Service", { TaskDefinition: task.physicalId, DesiredCount: "1" });
      const input = { taskDefinition: task.physicalId };
      const target = "AmazonEC2ContainerServiceV20141113.DescribeTaskDefinition";
      const { taskDefinition } = (await probe.client.json(scope, "ecs", target, input)) as {
        taskDefinition: { memory: unknown; containerDefinitions: readonly { memory: unknown; essential: unknown }[] };
      };
      const [shown] = taskDefinition.containerDefinitions;
      return [service.message, taskDefinition.memory, shown?.memory, shown?.essential];
    },
    aws: [undefined, "512", 128, false],
    alone: ["TypeError: unsupported operand type(s) for -: 'str' and 'int'", "512", "128", "false"],
  },
};

const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] };
const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const key = { AttributeName: "id" };
const machine = { StartAt: "End", States: { End: { Type: "Succeed" } } };
const alarm = {
  MetricName: "m",
  Namespace: "n",
  Period: "60",
  EvaluationPeriods: "1",
  Threshold: "1",
  Statistic: "Sum",
};
const named: readonly (readonly [string, object])[] = [
  ["AWS::CloudWatch::Alarm", { AlarmName: "guard", ComparisonOperator: "GreaterThanThreshold", ...alarm }],
  ["AWS::CloudWatch::Dashboard", { DashboardName: "guard", DashboardBody: '{"widgets":[]}' }],
  [
    "AWS::DynamoDB::Table",
    {
      TableName: "guard",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ ...key, AttributeType: "S" }],
      KeySchema: [{ ...key, KeyType: "HASH" }],
    },
  ],
  ["AWS::EC2::SecurityGroup", { GroupName: "guard", GroupDescription: "guard" }],
  ["AWS::ECR::Repository", { RepositoryName: "guard" }],
  ["AWS::ElasticLoadBalancingV2::LoadBalancer", { Name: "guard" }],
  ["AWS::ElasticLoadBalancingV2::TargetGroup", { Name: "guard", Port: "80", Protocol: "HTTP" }],
  ["AWS::Events::Rule", { Name: "guard", ScheduleExpression: "rate(1 hour)" }],
  ["AWS::IAM::ManagedPolicy", { ManagedPolicyName: "guard", PolicyDocument: policy }],
  ["AWS::IAM::Role", { RoleName: "guard", AssumeRolePolicyDocument: trust }],
  ["AWS::KMS::Alias", { AliasName: "alias/guard", TargetKeyId: "11111111-2222-3333-4444-555555555555" }],
  ["AWS::Lambda::Function", { FunctionName: "guard", ...lambda(code) }],
  ["AWS::Logs::LogGroup", { LogGroupName: "/guard" }],
  ["AWS::SNS::Topic", { TopicName: "guard" }],
  ["AWS::SQS::Queue", { QueueName: "guard" }],
  ["AWS::SecretsManager::Secret", { Name: "guard", SecretString: "x" }],
  [
    "AWS::StepFunctions::StateMachine",
    {
      StateMachineName: "guard",
      RoleArn: "arn:aws:iam::111111111111:role/r",
      DefinitionString: JSON.stringify(machine),
    },
  ],
];

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("corrections of the emulator", () => {
  const started: EmulatorProcess[] = [];

  async function start(name: string, without: readonly string[]): Promise<Probe> {
    const own = join(directory, name);
    mkdirSync(own, { recursive: true });
    const emulator = await startEmulator({ directory: own, frontPort: await freePort(), without });
    started.push(emulator);
    return new Probe(new EmulatorClient(emulator.port));
  }

  let corrected: Probe;
  let alone: Probe;
  before(async () => {
    [corrected, alone] = await Promise.all([start("corrected", []), start("alone", Object.keys(guards))]);
  });
  after(async () => {
    await Promise.all(started.map((emulator) => emulator.stop()));
    rmSync(directory, { recursive: true, force: true });
  });

  it("are all guarded", () => {
    const listed = execFileSync(emulatorPython(), [launcherFile, "--list"], { encoding: "utf8" });
    expect(
      listed
        .trim()
        .split("\n")
        .map((line) => line.split(":")[0]),
    ).to.have.members(Object.keys(guards));
  });

  for (const [name, guard] of Object.entries(guards)) {
    it(`${name}: as in AWS`, async () => {
      expect(await guard.look(corrected)).to.deep.equal(guard.aws);
    });
    it(`${name}: still needed`, async () => {
      expect(await guard.look(alone)).to.deep.equal(guard.alone);
    });
  }
});
