import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { CodeBuild } from "@aws-sdk/client-codebuild";
import { S3 } from "@aws-sdk/client-s3";
import { STS } from "@aws-sdk/client-sts";
import { fromIni } from "@aws-sdk/credential-provider-ini";
import { type Origin, userAgentOf } from "./userAgent.ts";

/** The calls of CloudFormation that the driver makes. */
export type StackApi = Pick<
  CloudFormation,
  | "describeStacks"
  | "describeStackEvents"
  | "describeEvents"
  | "listStacks"
  | "describeStackResources"
  | "getTemplate"
  | "deleteStack"
  | "continueUpdateRollback"
  | "rollbackStack"
  | "listChangeSets"
  | "createChangeSet"
  | "describeChangeSet"
  | "deleteChangeSet"
  | "updateTerminationProtection"
> &
  DriftApi;
/** The calls that a drift detection takes. */
export type DriftApi = Pick<
  CloudFormation,
  "detectStackDrift" | "describeStackDriftDetectionStatus" | "describeStackResourceDrifts" | "listStackResources"
>;
export type BuildApi = Pick<CodeBuild, "batchGetProjects" | "batchGetBuilds" | "listBuildsForProject" | "startBuild">;
export type LogApi = Pick<CloudWatchLogs, "getLogEvents">;
export type ObjectApi = Pick<S3, "getObject" | "listObjectsV2">;
export type IdentityApi = Pick<STS, "getCallerIdentity">;

/** AWS as the driver sees it: one account, one region. */
export interface AwsApis {
  readonly stacks: StackApi;
  readonly builds: BuildApi;
  readonly logs: LogApi;
  readonly objects: ObjectApi;
  readonly identity: IdentityApi;
}

/** What identifies a run to AWS, and where it works. */
export interface ClientOptions extends Origin {
  readonly region: string;
  /** AWS profile; left out: the standard chain's credentials. */
  readonly profile?: string;
}

/**
 * Clients for one region, with credentials from the standard AWS chain. They share a retry policy: adaptive, so that
 * throttling slows calls down, and few enough attempts that a call ends within a minute.
 */
export function awsApis(options: ClientOptions): AwsApis {
  const shared = clientSettings(options);
  return {
    stacks: new CloudFormation(shared),
    builds: new CodeBuild(shared),
    logs: new CloudWatchLogs(shared),
    // Panther's buckets lie in several regions.
    objects: new S3({ ...shared, followRegionRedirects: true }),
    identity: new STS(shared),
  };
}

export function clientSettings(options: ClientOptions) {
  // The user agent shows the run in CloudTrail.
  const { region, profile } = options;
  // With `profile` alone the SDK warns where there are keys in the environment, too, and means to prefer those one day.
  const credentials = profile === undefined ? {} : { credentials: fromIni({ profile }) };
  return { region, ...credentials, retryMode: "adaptive", maxAttempts: 6, customUserAgent: userAgentOf(options) };
}
