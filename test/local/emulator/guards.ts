import type { Guard } from "./guard.ts";
import { guardsOfCertificates } from "./guardsOfCertificates.ts";
import { guardsOfChina } from "./guardsOfChina.ts";
import { guardsOfGateway } from "./guardsOfGateway.ts";
import { guardsOfIam } from "./guardsOfIam.ts";
import { guardsOfLambda } from "./guardsOfLambda.ts";
import { guardsOfS3 } from "./guardsOfS3.ts";
import { guardsOfS3Requests } from "./guardsOfS3Requests.ts";
import { guardsOfSecrets } from "./guardsOfSecrets.ts";
import { guardsOfServices } from "./guardsOfServices.ts";
import { guardsOfSimulator } from "./guardsOfSimulator.ts";
import { guardsOfTimes } from "./guardsOfTimes.ts";
import { code, lambda, named, zip } from "./named.ts";
import { scope, vendor } from "./probe.ts";

/** Per correction. */
export const guards: Readonly<Record<string, Guard>> = {
  ...guardsOfCertificates,
  ...guardsOfChina,
  ...guardsOfGateway,
  ...guardsOfTimes,
  ...guardsOfSecrets,
  ...guardsOfIam,
  ...guardsOfSimulator,
  ...guardsOfServices,
  ...guardsOfLambda,
  ...guardsOfS3,
  ...guardsOfS3Requests,
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
    without: [
      [8, 8],
      [8, 0],
      [8, 0],
    ],
  },
  "cognito-client-identifiers": {
    look: async (probe) => {
      const pool = await probe.create("AWS::Cognito::UserPool", { UserPoolName: "guard" });
      const properties = { ClientName: "guard", UserPoolId: pool.physicalId };
      const { physicalId = "" } = await probe.create("AWS::Cognito::UserPoolClient", properties);
      return [/^[a-z0-9]{26}$/.test(physicalId), /^[a-zA-Z0-9]{26}$/.test(physicalId)];
    },
    aws: [true, true],
    without: [false, true],
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
    // Code in another account's bucket counts as missing.
    without: [undefined, undefined],
  },
  "deleted-functions-stop": {
    look: async (probe) => {
      const { physicalId = "" } = await probe.create("AWS::Lambda::Function", lambda(code));
      const pid = await probe.invoke(physicalId);
      await probe.operate("delete", "AWS::Lambda::Function", lambda(code), { physicalId });
      return isRunning(pid);
    },
    aws: false,
    without: true,
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
    without: [undefined, undefined],
  },
  "readable-reasons": {
    look: async (probe) => {
      const workGroup = { Name: "guard" };
      await probe.create("AWS::Athena::WorkGroup", workGroup);
      const { message = "" } = await probe.create("AWS::Athena::WorkGroup", workGroup);
      const refused = await probe.create("AWS::SQS::Queue", { MessageRetentionPeriod: "5" });
      return [message, refused.message].map((text) => text?.replace(/RequestToken: [\w-]+/, "RequestToken: T"));
    },
    aws: [
      'Resource handler returned message: "WorkGroup guard already exists" (RequestToken: T, HandlerErrorCode: AlreadyExists)',
      'Resource handler returned message: "Invalid value for the parameter MessageRetentionPeriod. Value must be between 60 and 1209600." (RequestToken: T, HandlerErrorCode: InvalidRequest)',
    ],
    without: [
      `AWS::Athena::WorkGroup create failed: b'{"__type": "InvalidRequestException", "message": "WorkGroup guard already exists"}'`,
      "_Err: Invalid value for the parameter MessageRetentionPeriod. Value must be between 60 and 1209600.",
    ],
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
    get without() {
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
    without: ["TypeError: unsupported operand type(s) for -: 'str' and 'int'", "512", "128", "false"],
  },
  "tags-of-deleted-tables": {
    look: async (probe) => {
      const properties = {
        TableName: "guard-tags",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        Tags: [{ Key: "guard", Value: "tags" }],
      };
      const tagged = async () => {
        const answer = await probe.client.call({
          scope,
          service: "tagging",
          method: "POST",
          path: "/",
          headers: {
            "content-type": "application/x-amz-json-1.1",
            "x-amz-target": "ResourceGroupsTaggingAPI_20170126.GetResources",
          },
          body: JSON.stringify({ TagFilters: [{ Key: "guard" }] }),
        });
        return answer.body.toString().includes("table/guard-tags");
      };
      const { physicalId = "" } = await probe.create("AWS::DynamoDB::Table", properties);
      const before = await tagged();
      await probe.operate("delete", "AWS::DynamoDB::Table", properties, { physicalId });
      return [before, await tagged()];
    },
    aws: [true, false],
    without: [true, true],
  },
};

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
