import { documentedIn, undocumented } from "../builders.ts";
import type { DocumentedParameter } from "../documented.ts";
import { forms } from "../forms.ts";

const documentation = documentedIn("documentation");
const snowflake = documentedIn("snowflake");
const community = documentedIn("community");

/** What happens to logs: processing, look-ups, replays. */
export const logParameters: readonly DocumentedParameter[] = [
  community.number("LogProcessorLambdaMemorySize", "2048", "Memory of the log processor, in MB.", {
    minValue: 256,
    maxValue: 10240,
    since: "1.4",
  }),
  community.number("LogProcessorLambdaSQSReadBatchSize", "10", "Messages that the log processor takes at a time.", {
    minValue: 1,
    maxValue: 10,
    since: "1.13",
  }),
  documentation.number(
    "MessageForwarderReservedConcurrency",
    "50",
    "Concurrency reserved for panther-message-forwarder. Needs EnableLambdaReservedConcurrency.",
    { minValue: 0, since: "1.33" },
  ),
  documentation.number("MaxLookupTableCompressedSizeMB", "200", "Largest lookup table, compressed with gzip, in MB.", {
    maxValue: 400,
    since: "1.30",
  }),
  documentation.flag("EnableReplays", "true", "Let users run detections on past data.", { since: "1.33" }),
  documentation.number("ReplayAPIReservedConcurrency", "40", "Concurrency reserved for panther-replay-log-pusher.", {
    minValue: 0,
    since: "1.32",
  }),
  documentation.number(
    "ReplayProcessorReservedConcurrency",
    "40",
    "Concurrency reserved for panther-replay-results-processor.",
    { minValue: 0, since: "1.34" },
  ),
  documentation.number(
    "SlowRuleMaxUtilization",
    "50",
    "Share of its time limit that a detection may run for before an alarm goes off, in percent.",
    { minValue: 1, since: "1.39" },
  ),
  documentation.flag("EnablePantherAuditLogIngestion", "false", "Read this Panther's own audit logs into it.", {
    since: "1.33",
  }),
  documentation.flag("EnableMicrosoftGraphPuller", "false", "Pull logs from Microsoft Graph.", { since: "1.39" }),
];

/** Snowflake as the data lake. To be set after the first deployment, as an update. */
export const snowflakeParameters: readonly DocumentedParameter[] = [
  snowflake.text("SnowflakeAPISecretARN", undocumented, "Secret with the credentials of Snowflake's reading user."),
  snowflake.text(
    "SnowflakeAdminAPISecretARN",
    undocumented,
    "Secret with the credentials of Snowflake's administrating user.",
  ),
  snowflake.list(
    "SnowflakeDestinationClusterARNs",
    undocumented,
    "IAM users of your Snowflake account that fetch processed data.",
  ),
  documentation.text(
    "SnowflakeRBACSecretARN",
    "",
    "Secret with configuration and credentials of Snowflake's user PANTHER_RBAC.",
    {
      allowedPattern: forms.secretArn,
      blank: "no access control by Snowflake's roles",
      correction: "Documented twice; the second time with its default.",
      since: "1.33",
    },
  ),
  documentation.number("SnowflakeDDLUpdateConcurrency", "1", "Tables, views and pipes that are changed at a time.", {
    minValue: 1,
    maxValue: 100,
    since: "1.35",
  }),
];
