import { patterns } from "./patterns.ts";
import { flag, list, number, type ReleaseParameter, text } from "./types.ts";

/** Parameters about functions, throughput, features and integrations. */
export const featureParameters: readonly ReleaseParameter[] = [
  flag("Debug", false, "Log in detail", { stacks: ["BootstrapGateway", "CloudSecurity", "Core", "LogAnalysis"] }),
  text("TracingMode", "", "How requests are traced; blank: not at all", {
    allowed: ["", "Active", "PassThrough"],
    stacks: ["CloudSecurity", "Core", "LogAnalysis"],
  }),
  list("LayerVersionArns", "", "Up to three layers to add to every function", {
    stacks: ["CloudSecurity", "Core", "LogAnalysis"],
  }),
  list(
    "InitialAnalysisPackUrls",
    "https://github.com/panther-labs/panther-analysis/releases/latest/download/panther-analysis-all.zip",
    "Detections to install at the first deployment",
    { stacks: ["Web"] },
  ),
  text("PythonLayerVersionArn", "", "Layer with libraries for detections; blank uses the one that comes along", {
    pattern: patterns.layerVersionArn,
    stacks: ["BootstrapGateway"],
  }),
  text("PythonManagedPolicyArn", "", "Policy to attach to the function that runs detections", {
    pattern: patterns.managedPolicyArn,
    stacks: ["LogAnalysis"],
  }),
  list("PythonAssumableRoleArns", "", "Roles that detections may assume", { stacks: ["LogAnalysis"] }),
  text("PythonRuntime", "python3.7", "Runtime of the functions written in Python", {
    allowed: ["python3.7", "python3.9"],
    span: { since: 34 },
    stacks: ["CloudSecurity", "LogAnalysis"],
  }),
  text("KvTableBillingMode", "PAY_PER_REQUEST", "How the key-value table of detections is paid for", {
    allowed: ["PROVISIONED", "PAY_PER_REQUEST"],
    stacks: ["Core"],
  }),
  flag("EnableLambdaReservedConcurrency", true, "Reserve concurrency for the busiest functions", {
    stacks: ["LogAnalysis"],
  }),
  number("CloudSecurityMinReadCapacity", 0, "Least read capacity of the resources table; 0 pays per request", {
    minValue: 0,
    stacks: ["CloudSecurity"],
  }),
  number("CloudSecurityMaxReadCapacity", 0, "Most read capacity of the resources table", {
    minValue: 0,
    stacks: ["CloudSecurity"],
  }),
  number("CloudSecurityMinWriteCapacity", 0, "Least write capacity of the resources table; 0 pays per request", {
    minValue: 0,
    stacks: ["CloudSecurity"],
  }),
  number("CloudSecurityMaxWriteCapacity", 0, "Most write capacity of the resources table", {
    minValue: 0,
    stacks: ["CloudSecurity"],
  }),
  number("CloudSecurityMemory", 512, "Memory in MB of the functions of cloud security", {
    minValue: 256,
    stacks: ["CloudSecurity"],
    nestedLimits: { CloudSecurity: { maxValue: 2048 } },
  }),
  number("CloudSecurityScanSegments", 5, "Segments that a scan of the resources table is split into", {
    minValue: 5,
    span: { since: 32 },
    stacks: ["CloudSecurity"],
  }),
  number("DataLakeForwarderMemory", 256, "Memory in MB of the function that forwards cloud resources", {
    minValue: 256,
    maxValue: 2048,
    span: { since: 29 },
    stacks: ["CloudSecurity"],
  }),
  number("SnapshotPollerLambdaMemorySize", 1024, "Memory in MB of the function that takes snapshots", {
    minValue: 1024,
    maxValue: 10240,
    span: { since: 34 },
    stacks: ["CloudSecurity"],
  }),
  number("SnapshotScanWindowMinutes", 0, "Minutes in which a second request for a scan is dropped; 0 drops none", {
    minValue: 0,
    span: { since: 33 },
    stacks: ["CloudSecurity"],
  }),
  number("LogProcessorLambdaMemorySize", 2048, "Memory in MB of the log processor", {
    minValue: 256,
    maxValue: 10240,
    stacks: ["LogAnalysis"],
  }),
  number("LogProcessorLambdaSQSReadBatchSize", 10, "Messages that the log processor takes at once", {
    minValue: 1,
    maxValue: 10,
    stacks: ["LogAnalysis"],
  }),
  number("LogProcessorGzipLevel", 6, "How hard the log processor compresses", {
    minValue: 1,
    maxValue: 9,
    span: { since: 29, until: 33 },
    stacks: ["LogAnalysis"],
  }),
  number("MaxLookupTableCompressedSizeMB", 200, "Largest compressed lookup table in MB", {
    maxValue: 400,
    span: { since: 30 },
    stacks: ["LogAnalysis"],
  }),
  number("MessageForwarderReservedConcurrency", { 33: 25, 36: 50 }, "Concurrency reserved for the message forwarder", {
    minValue: 0,
    span: { since: 33 },
    stacks: ["LogAnalysis"],
  }),
  flag("EnableReplays", { 33: false, 35: true }, "Let users run detections on past data", {
    span: { since: 33 },
    stacks: ["LogAnalysis"],
  }),
  number("ReplayAPIReservedConcurrency", { 32: 20, 38: 40 }, "Concurrency reserved for the replay log pusher", {
    minValue: 0,
    span: { since: 32 },
    stacks: ["LogAnalysis"],
  }),
  number("ReplayProcessorReservedConcurrency", 40, "Concurrency reserved for the processor of replay results", {
    minValue: 0,
    span: { since: 34 },
    stacks: ["LogAnalysis"],
  }),
  number("SlowRuleMaxDuration", 75, "Milliseconds after which a detection counts as slow", {
    minValue: 1,
    span: { since: 35, until: 39 },
    stacks: ["LogAnalysis"],
  }),
  number("SlowRuleMaxUtilization", 50, "Share of its time, in percent, after which a detection counts as slow", {
    minValue: 1,
    span: { since: 39 },
    stacks: ["LogAnalysis"],
  }),
  text("FeatureSandboxedExecFlows", "test-rule", "What runs detections in the sandbox", {
    span: { since: 35 },
    stacks: ["LogAnalysis"],
  }),
  text("SnowflakeAPISecretARN", "", "Secret of Panther's reading user in Snowflake", {
    pattern: patterns.secretArn,
    stacks: ["LogAnalysis"],
  }),
  text("SnowflakeAdminAPISecretARN", "", "Secret of Panther's administrating user in Snowflake", {
    pattern: patterns.secretArn,
    stacks: ["LogAnalysis"],
  }),
  list("SnowflakeDestinationClusterARNs", "", "Users of Snowflake that may read processed data", {
    stacks: ["LogAnalysis"],
  }),
  text("SnowflakeRBACSecretARN", "", "Secret of Panther's access-controlling user in Snowflake", {
    pattern: patterns.secretArn,
    span: { since: 33 },
    stacks: ["LogAnalysis"],
  }),
  number("SnowflakeDDLUpdateConcurrency", 1, "Tables that are changed at once in Snowflake", {
    minValue: 1,
    maxValue: 100,
    span: { since: 35 },
    stacks: ["LogAnalysis"],
  }),
];
