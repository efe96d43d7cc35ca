import { ACM } from "@aws-sdk/client-acm";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import type { EC2 } from "@aws-sdk/client-ec2";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import type { Lambda } from "@aws-sdk/client-lambda";
import { Organizations } from "@aws-sdk/client-organizations";
import { ResourceGroupsTaggingAPI } from "@aws-sdk/client-resource-groups-tagging-api";
import { S3 } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { ServiceQuotas } from "@aws-sdk/client-service-quotas";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { SSM } from "@aws-sdk/client-ssm";
import { type ClientOptions, clientSettings } from "../clients.ts";
import type { ResolvedCredentials } from "./credentialFacts.ts";
import { lazily } from "./lazily.ts";

/** The calls that checks make, none of which changes anything. */
export interface PreflightApis {
  readonly iam: Pick<
    IAM,
    | "getAccountSummary"
    | "listAccessKeys"
    | "listRoles"
    | "listPolicies"
    | "getRole"
    | "getPolicy"
    | "getPolicyVersion"
    | "getServerCertificate"
    | "simulatePrincipalPolicy"
    | "simulateCustomPolicy"
  >;
  readonly acm: Pick<ACM, "describeCertificate">;
  readonly network: Pick<
    EC2,
    "describeVpcs" | "describeSubnets" | "describeSecurityGroups" | "describeInternetGateways"
  >;
  readonly logs: Pick<CloudWatchLogs, "describeLogGroups">;
  readonly keys: Pick<KMS, "listAliases" | "describeKey">;
  readonly detectors: Pick<GuardDuty, "listDetectors">;
  readonly tagged: Pick<ResourceGroupsTaggingAPI, "getResources">;
  readonly secrets: Pick<SecretsManager, "listSecrets" | "describeSecret">;
  readonly quotas: Pick<ServiceQuotas, "getServiceQuota">;
  readonly functions: Pick<Lambda, "getAccountSettings">;
  readonly buckets: Pick<S3, "listBuckets">;
  readonly tables: Pick<DynamoDB, "listTables">;
  readonly topics: Pick<SNS, "listTopics">;
  readonly queues: Pick<SQS, "listQueues">;
  readonly publicParameters: Pick<SSM, "getParameters">;
  readonly organization: Pick<
    Organizations,
    "describeOrganization" | "listParents" | "listPoliciesForTarget" | "describePolicy"
  >;
}

/** What parameters name may lie in another region, and is looked at there. */
export type ElsewhereApis = Pick<PreflightApis, "secrets" | "keys">;

/** The calls of one side, and the credentials that they are made with. */
export interface PreflightClients {
  readonly apis: PreflightApis;
  /** Clients of another region, loaded when they are first asked something. */
  readonly elsewhere: (region: string) => ElsewhereApis;
  readonly credentials: () => Promise<ResolvedCredentials>;
}

/** Clients of one side. A service that does not answer is told of soon: preflight is to take about a minute. */
export function preflightClients(options: ClientOptions): PreflightClients {
  const shared = {
    ...clientSettings(options),
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 20_000 },
  };
  const iam = new IAM(shared);
  const apis: PreflightApis = {
    iam,
    acm: new ACM(shared),
    network: lazily(async () => new (await import("@aws-sdk/client-ec2")).EC2(shared)),
    logs: new CloudWatchLogs(shared),
    keys: new KMS(shared),
    detectors: new GuardDuty(shared),
    tagged: new ResourceGroupsTaggingAPI(shared),
    secrets: new SecretsManager(shared),
    quotas: new ServiceQuotas(shared),
    functions: lazily(async () => new (await import("@aws-sdk/client-lambda")).Lambda(shared)),
    buckets: new S3(shared),
    tables: new DynamoDB(shared),
    topics: new SNS(shared),
    queues: new SQS(shared),
    publicParameters: new SSM(shared),
    organization: new Organizations(shared),
  };
  const elsewhere = (region: string): ElsewhereApis => ({
    secrets: lazily(async () => new SecretsManager({ ...shared, region })),
    keys: lazily(async () => new KMS({ ...shared, region })),
  });
  return { apis, elsewhere, credentials: () => iam.config.credentials() };
}
