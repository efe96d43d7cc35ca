import { documentedIn } from "../builders.ts";
import type { DocumentedParameter } from "../documented.ts";
import { forms } from "../forms.ts";

const documentation = documentedIn("documentation");
const misprint = 'The documentation prints the default as a single `"`; it is blank.';

/** What the web app shows. */
export const consoleParameters: readonly DocumentedParameter[] = [
  documentation.flag("EnableReports", "false", "Show reports in the web app.", { since: "1.35" }),
  documentation.flag("EnableNewNavigation", "false", "Group the web app's pages in the newer way.", { since: "1.39" }),
  documentation.flag("EnableAlertAssignees", "false", "Let alerts be assigned to users.", { since: "1.39" }),
  documentation.flag("EnableAlertsGSIThree", "false", "Index alerts over a third month.", { since: "1.36" }),
];

/** Telemetry to Datadog. */
export const datadogParameters: readonly DocumentedParameter[] = [
  documentation.flag("DatadogEnabled", "false", "Send telemetry to Datadog. Needs an API key.", { since: "1.35" }),
  documentation.text("DatadogAPIKey", "", "API key for sending telemetry to Datadog.", {
    secret: true,
    blank: "no key, or the one in DatadogAPIKeySecretArn",
    since: "1.35",
  }),
  documentation.text("DatadogAPIKeySecretArn", "", "Secret with the API key for sending telemetry to Datadog.", {
    allowedPattern: forms.secretArn,
    blank: "no key, or the one in DatadogAPIKey",
    correction: misprint,
    since: "1.39",
  }),
  documentation.text("DatadogAppKeySecretArn", "", "Secret with the application key for Datadog's AWS integration.", {
    allowedPattern: forms.secretArn,
    blank: "no integration",
    correction: `${misprint} The documented pattern would refuse that; blank is allowed here.`,
    since: "1.39",
  }),
  documentation.text("DatadogExtensionVersion", "22", "Version of Datadog's Lambda extension.", {
    allowedValues: ["21", "22"],
    since: "1.35",
  }),
];
