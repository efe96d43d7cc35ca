import { documentedIn, undocumented } from "../builders.ts";
import type { DocumentedParameter } from "../documented.ts";

const history = documentedIn("history");

/** Parameters that earlier releases had. CloudFormation refuses a stack update that still sets one. */
export const removedParameters: readonly DocumentedParameter[] = [
  history.text("AccessLogsBucket", undocumented, "Your own bucket for S3 access logs.", {
    since: "1.4",
    until: "1.5",
    replacedBy: "AccessLogsBucketName",
  }),
  history.text("DataReplicationBucket", undocumented, "Bucket that processed data is copied to.", {
    since: "1.4",
    until: "1.5",
    replacedBy: "DataReplicationBucketName",
  }),
  history.number("LogProcessorSQSDelaySeconds", "0", "Seconds that the log processor's queue holds messages back.", {
    minValue: 0,
    maxValue: 20,
    since: "1.9",
    until: "1.12",
  }),
  history.text("ImageRegistry", "", "Registry with your own image of the web app.", { since: "1.4", until: "1.16" }),
  history.number("LogProcessorGzipLevel", "6", "How hard the log processor compresses.", {
    minValue: 1,
    maxValue: 9,
    since: "1.29",
    until: "1.33",
  }),
  history.number("SlowRuleMaxDuration", "75", "Milliseconds after which a detection counts as slow.", {
    since: "1.35",
    until: "1.39",
    replacedBy: "SlowRuleMaxUtilization",
  }),
];
