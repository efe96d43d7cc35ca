import { APIGateway } from "@aws-sdk/client-api-gateway";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { ECR } from "@aws-sdk/client-ecr";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { Lambda } from "@aws-sdk/client-lambda";
import { ResourceGroupsTaggingAPI } from "@aws-sdk/client-resource-groups-tagging-api";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import type { GatewayApi } from "../china/clients.ts";
import { type ClientOptions, clientSettings } from "../clients.ts";
import type { PreflightApis } from "../preflight/clients.ts";
import { type BucketApis, bucketApis } from "./buckets/bucketApis.ts";
import { type LogGroupApis, logGroupApis } from "./logGroups/logGroupApis.ts";

/** The calls about roles: what a deployment role may not, and which roles stay. */
export type RoleApi = Pick<
  IAM,
  "getRole" | "listRolePolicies" | "getRolePolicy" | "listAttachedRolePolicies" | "getPolicy" | "getPolicyVersion"
>;

/** What a teardown calls besides CloudFormation, in one account and region. */
export interface TeardownApis {
  readonly iam: RoleApi & PreflightApis["iam"] & Pick<IAM, "listServerCertificates">;
  readonly keys: PreflightApis["keys"];
  readonly tagged: Pick<ResourceGroupsTaggingAPI, "getResources">;
  readonly repositories: Pick<ECR, "describeRepositories">;
  readonly layers: Pick<Lambda, "listLayers">;
  readonly tables: PreflightApis["tables"];
  readonly topics: PreflightApis["topics"];
  readonly queues: PreflightApis["queues"];
  readonly secrets: Pick<SecretsManager, "listSecrets" | "describeSecret" | "deleteSecret">;
  readonly gateway: GatewayApi;
  readonly buckets: BucketApis;
  readonly logGroups: LogGroupApis;
}

export function teardownApis(options: ClientOptions): TeardownApis {
  const shared = clientSettings(options);
  return {
    iam: new IAM(shared),
    keys: new KMS(shared),
    tagged: new ResourceGroupsTaggingAPI(shared),
    repositories: new ECR(shared),
    layers: new Lambda(shared),
    tables: new DynamoDB(shared),
    topics: new SNS(shared),
    queues: new SQS(shared),
    secrets: new SecretsManager(shared),
    gateway: new APIGateway(shared),
    buckets: bucketApis(options),
    logGroups: logGroupApis(options),
  };
}
