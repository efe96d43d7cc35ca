import type { ReleaseVersion } from "../release/version.ts";
import { rootSettingsPlace, type SourceWork } from "./sourceWork.ts";
import type { StandingSource } from "./standingSource.ts";

/** What of an environment's file goes into a checkout. None of it is secret: Panther's public releases take no secrets. */
export interface SourceSettings {
  /** Values of `deployments/panther_config.yml`, by their place in it: `Setup.FirstUser.Email`. */
  readonly pantherConfig: Readonly<Record<string, string>>;
  /** Content of `deployments/root_config.yml` without its libraries; null where the release has none or it is not needed. */
  readonly rootConfig: RootConfig | null;
  /** Environment variables of the tool. */
  readonly variables: Readonly<Record<string, string>>;
}

interface RootConfig {
  readonly RootStackName: string;
  readonly ParameterOverrides: Readonly<Record<string, string>>;
}

/** What can't be said to a checkout; `why` completes the sentence that begins with the parameter. */
export interface SettingProblem {
  readonly parameter: string;
  readonly why: string;
}

export type SourceSettingsReading =
  | { readonly kind: "settings"; readonly settings: SourceSettings }
  | { readonly kind: "problems"; readonly problems: readonly SettingProblem[] };

interface SettingsSource {
  /** Root template parameters by their names. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly rootStackName: string;
  readonly standing: StandingSource;
}

const firstUser = "FirstUserEmail";

/** Root parameters by their names, and where the settings of `mage deploy` have the same. */
const places: Readonly<Record<string, string>> = {
  AccessLogsBucketName: "Setup.S3AccessLogsBucket",
  AlarmTopicArn: "Monitoring.AlarmSnsTopicArn",
  CertificateArn: "Web.CertificateArn",
  CloudWatchLogRetentionDays: "Monitoring.CloudWatchLogRetentionDays",
  CompanyDisplayName: "Setup.Company.DisplayName",
  CustomDomain: "Web.CustomDomain",
  DataReplicationBucketName: "Setup.DataReplicationBucket",
  Debug: "Monitoring.Debug",
  EnableCloudTrail: "Setup.EnableCloudTrail",
  EnableGuardDuty: "Setup.EnableGuardDuty",
  EnableS3AccessLogs: "Setup.EnableS3AccessLogs",
  [firstUser]: "Setup.FirstUser.Email",
  FirstUserFamilyName: "Setup.FirstUser.FamilyName",
  FirstUserGivenName: "Setup.FirstUser.GivenName",
  InitialAnalysisPackUrls: "Setup.InitialAnalysisSets",
  KvTableBillingMode: "Infra.KvTableBillingMode",
  LayerVersionArns: "Infra.BaseLayerVersionArns",
  LoadBalancerSecurityGroupCidr: "Infra.LoadBalancerSecurityGroupCidr",
  LogProcessorLambdaMemorySize: "Infra.LogProcessorLambdaMemorySize",
  LogProcessorLambdaSQSReadBatchSize: "Infra.LogProcessorLambdaSQSReadBatchSize",
  LogSubscriptionPrincipals: "Setup.LogSubscriptions.PrincipalARNs",
  OnboardSelf: "Setup.OnboardSelf",
  PythonAssumableRoleArns: "Infra.PythonAssumableRoleArns",
  PythonLayerVersionArn: "Infra.PythonLayerVersionArn",
  PythonManagedPolicyArn: "Infra.PythonManagedPolicyArn",
  SecurityGroupID: "Infra.SecurityGroupID",
  SubnetOneID: "Infra.SubnetOneID",
  SubnetOneIPRange: "Infra.SubnetOneIPRange",
  SubnetTwoID: "Infra.SubnetTwoID",
  SubnetTwoIPRange: "Infra.SubnetTwoIPRange",
  TracingMode: "Monitoring.TracingMode",
  VpcID: "Infra.VpcID",
};

/** The root template's own defaults: the settings file has blanks there and relies on being asked. */
const names = { FirstUserGivenName: "PantherUser", FirstUserFamilyName: "Community" };

/**
 * Turns root parameters into what a checkout of a release reads, for one kind of work. A teardown of a root stack is told
 * its name; without one the tool takes down the stacks that `mage deploy` makes.
 */
export function sourceSettings(
  work: SourceWork,
  release: ReleaseVersion,
  { parameters, rootStackName, standing }: SettingsSource,
): SourceSettingsReading {
  const none: SourceSettings = { pantherConfig: {}, rootConfig: null, variables: {} };
  if (work === "teardown") {
    const variables: SourceSettings["variables"] = standing === "root" ? { STACK: rootStackName } : {};
    return { kind: "settings", settings: { ...none, variables } };
  }
  // Without it the tool asks, and there is nobody there who could answer.
  if ((parameters[firstUser] ?? "").trim() === "") {
    return problems([{ parameter: firstUser, why: "is missing: without it the tool would ask for the first user" }]);
  }
  if (!isAddress(parameters[firstUser])) return problems([{ parameter: firstUser, why: "is no e-mail address" }]);
  if (work === "deploy") return separately(none, parameters);
  return rootSettingsPlace(release) === "file"
    ? {
        kind: "settings",
        settings: { ...none, rootConfig: { RootStackName: rootStackName, ParameterOverrides: parameters } },
      }
    : byVariables(none, parameters, rootStackName);
}

function separately(none: SourceSettings, parameters: Readonly<Record<string, string>>): SourceSettingsReading {
  const unknown = Object.keys(parameters).filter((name) => places[name] === undefined);
  if (unknown.length > 0) {
    return problems(
      unknown.map((parameter) => ({
        parameter,
        why: "has no place in the settings of mage deploy: it is of the root template alone",
      })),
    );
  }
  const pantherConfig = Object.fromEntries(
    Object.entries({ ...names, ...parameters }).map(([name, value]) => [places[name], value]),
  );
  return { kind: "settings", settings: { ...none, pantherConfig } };
}

/** Before v1.16: one variable holds all parameters, with spaces between them. */
function byVariables(
  none: SourceSettings,
  { [firstUser]: email = "", ...others }: Readonly<Record<string, string>>,
  rootStackName: string,
): SourceSettingsReading {
  const broken = Object.entries({ [firstUser]: email, ...others }).filter(([, value]) => /\s|\{\{/.test(value));
  if (broken.length > 0) {
    return problems(
      broken.map(([parameter]) => ({
        parameter,
        why: "has a space or double braces in its value: before v1.16 the tool takes parameters apart at spaces, and Systems Manager replaces what stands in braces",
      })),
    );
  }
  const all = Object.entries(others).map(([name, value]) => `${name}=${value}`);
  const variables = { STACK: rootStackName, EMAIL: email, ...(all.length > 0 && { PARAMS: all.join(" ") }) };
  return { kind: "settings", settings: { ...none, variables } };
}

/** As Panther's own template has it; and what is answered to questions must be nothing that a shell or AWS makes more of. */
function isAddress(text = ""): boolean {
  return /^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/.test(text);
}

function problems(list: readonly SettingProblem[]): SourceSettingsReading {
  return { kind: "problems", problems: list };
}
