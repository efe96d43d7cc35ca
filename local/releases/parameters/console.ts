import { patterns } from "./patterns.ts";
import { flag, type ReleaseParameter, text } from "./types.ts";

/** Parameters about the web app, alerts and what is reported to others. */
export const consoleParameters: readonly ReleaseParameter[] = [
  flag("EnablePantherAuditLogIngestion", false, "Read Panther's own audit logs into Panther", {
    span: { since: 33 },
    stacks: ["Core"],
  }),
  text("DatadogAPIKey", "", "Key for sending telemetry to Datadog", {
    noEcho: true,
    span: { since: 35 },
    stacks: ["Core"],
  }),
  // Documented without the `?` that its own default needs: no release could have been created that way.
  text("DatadogAppKeySecretArn", "", "Secret with the application key for Datadog's AWS integration", {
    pattern: patterns.secretArn,
    span: { since: 39 },
    stacks: ["Core"],
  }),
  text("DatadogAPIKeySecretArn", "", "Secret with the key for sending telemetry to Datadog", {
    pattern: patterns.secretArn,
    span: { since: 39 },
    stacks: ["Core"],
  }),
  text("DatadogExtensionVersion", { 35: "21", 37: "22" }, "Version of Datadog's extension for functions", {
    allowed: ["21", "22"],
    span: { since: 35 },
    stacks: ["Core"],
  }),
  flag("DatadogEnabled", false, "Send telemetry to Datadog", { span: { since: 35 }, stacks: ["Core"] }),
  flag("EnableReports", false, "Show reports in the web app", { span: { since: 35 }, stacks: ["Web"] }),
  flag("EnableAlertsGSIThree", false, "Index alerts of the third month", {
    span: { since: 36 },
    stacks: ["LogAnalysis"],
  }),
  flag("EnableFips", false, "Use FIPS endpoints of AWS in regions of the United States", {
    span: { since: 37 },
    stacks: ["CloudSecurity", "Core", "LogAnalysis"],
  }),
  flag("EnableNewNavigation", false, "Group the pages of the web app in the new way", {
    span: { since: 39 },
    stacks: ["Web"],
  }),
  flag("DynamoDBCloudtrailEnabled", false, "Record who reads certain tables", {
    span: { since: 39 },
    stacks: ["Core"],
  }),
  text("SegmentEnvironment", "prod", "Where usage is reported; blank: nowhere", {
    allowed: ["", "dev", "staging", "prod"],
    span: { since: 39 },
    stacks: ["Web"],
  }),
  flag("EnableAlertAssignees", false, "Let alerts be assigned to people", { span: { since: 39 }, stacks: ["Core"] }),
  flag("EnableMicrosoftGraphPuller", false, "Read logs through Microsoft Graph", {
    span: { since: 39 },
    stacks: ["LogAnalysis"],
  }),
];
