import { functionsOfEveryPanther } from "../teardown/logGroups/logGroupNames.ts";
import type { FixedName } from "./fixedNames.ts";

const tables = [
  ...["alert-forwarder", "compliance", "resources", "organization", "analysis", "analysis-packs", "outputs"],
  ...["source-integrations", "kv-store", "logtypes", "log-alert-info", "log-alert-dedup"],
].map((name) => `panther-${name}`);

const topics = [
  "panther-processed-data-notifications",
  // Spelled so.
  "panther-boostrap-input-data-notifications",
  "panther-cw-alarms",
  "panther-auditlog-processing",
];

const roles = [
  ...["panther-data-replication-role", "PantherInputDataLogProcessingRole", "PantherAuditRole"],
  ...["PantherRemediationRole", "PantherCloudFormationStackSetAdminRole", "PantherCloudFormationStackSetExecutionRole"],
  "PantherLogProcessingRole-panther-account",
];

/**
 * Names that the last release with public templates gives, and those after it as far as is known: what the next deployment
 * may give where its own templates can't be read. Not all of them: names of queues are not among it.
 * Source: panther-labs/panther at v1.16.0, deployments/.
 */
export function knownNames(region: string): readonly FixedName[] {
  const named = (type: string, names: readonly string[]) =>
    names.map((name): FixedName => ({ type, name, resource: "a name of v1.16.0" }));
  return [
    ...named("AWS::DynamoDB::Table", tables),
    ...named("AWS::SNS::Topic", topics),
    ...named(
      "AWS::IAM::Role",
      roles.map((name) => `${name}-${region}`),
    ),
    ...named("AWS::Logs::LogGroup", [
      ...functionsOfEveryPanther.map((name) => `/aws/lambda/${name}`),
      "panther-web-logs",
    ]),
    ...named("AWS::Lambda::Function", functionsOfEveryPanther),
    ...named("AWS::KMS::Alias", ["alias/panther-sqs", "alias/panther-alert-outputs", "alias/panther-guardduty"]),
    ...named("AWS::ECS::Cluster", ["panther-web-cluster"]),
    ...named("AWS::ECR::Repository", ["panther-web"]),
  ];
}
