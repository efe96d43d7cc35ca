import { documentedIn, undocumented } from "../builders.ts";
import type { DocumentedParameter } from "../documented.ts";
import { forms } from "../forms.ts";

const documentation = documentedIn("documentation");
const community = documentedIn("community");

/** How functions run, and what detections may use. */
export const functionParameters: readonly DocumentedParameter[] = [
  community.flag("Debug", "false", "Log in more detail.", { since: "1.4" }),
  community.text("TracingMode", "", "How X-Ray traces requests.", {
    allowedValues: ["", "Active", "PassThrough"],
    blank: "no tracing",
    since: "1.4",
  }),
  community.list("LayerVersionArns", "", "Lambda layers to add to every function, three at most.", {
    maxItems: 3,
    blank: "none is added",
    sameRegion: true,
    since: "1.4",
  }),
  documentation.flag(
    "EnableLambdaReservedConcurrency",
    undocumented,
    "Reserve concurrency for the busiest functions. Without it the numbers for each have no effect.",
  ),
  documentation.text("PythonRuntime", "python3.7", "Python of the Lambda functions.", {
    allowedValues: ["python3.7", "python3.9"],
    since: "1.34",
  }),
  community.text("PythonLayerVersionArn", "", "Your own layer with libraries for detections.", {
    allowedPattern: forms.layerArn,
    blank: "the layer that comes with the release is used",
    sameRegion: true,
    since: "1.4",
  }),
  community.text("PythonManagedPolicyArn", "", "IAM policy to attach to the functions that run detections.", {
    allowedPattern: forms.policyArn,
    blank: "none is attached",
    since: "1.16",
  }),
  community.list("PythonAssumableRoleArns", "", "Roles that detections may assume.", { blank: "none", since: "1.16" }),
  community.text("KvTableBillingMode", "PAY_PER_REQUEST", "How the table for detections' own data is paid for.", {
    allowedValues: ["PROVISIONED", "PAY_PER_REQUEST"],
    since: "1.16",
  }),
  community.list(
    "InitialAnalysisPackUrls",
    "https://github.com/panther-labs/panther-analysis/releases/latest/download/panther-analysis-all.zip",
    "Detections to install with the first deployment.",
    { blank: "none is installed", since: "1.4" },
  ),
  documentation.text(
    "FeatureSandboxedExecFlows",
    "test-rule",
    "Which parts of the detections engine run Python in the separate executor.",
    { since: "1.35" },
  ),
];

/** Cloud security: scans of accounts, and its tables. */
export const cloudSecurityParameters: readonly DocumentedParameter[] = [
  community.number("CloudSecurityMemory", "512", "Memory of the functions of cloud security, in MB.", {
    minValue: 256,
    since: "1.16",
  }),
  community.number("CloudSecurityMinReadCapacity", "0", "Lowest read capacity of the table of resources.", {
    minValue: 0,
    since: "1.16",
  }),
  community.number("CloudSecurityMaxReadCapacity", "0", "Highest read capacity of the table of resources.", {
    minValue: 0,
    since: "1.16",
  }),
  community.number("CloudSecurityMinWriteCapacity", "0", "Lowest write capacity of the table of resources.", {
    minValue: 0,
    since: "1.16",
  }),
  community.number("CloudSecurityMaxWriteCapacity", "0", "Highest write capacity of the table of resources.", {
    minValue: 0,
    since: "1.16",
  }),
  documentation.number("CloudSecurityScanSegments", "5", "Parts that a scan of a table is split into.", {
    minValue: 5,
    since: "1.32",
  }),
  documentation.number(
    "DataLakeForwarderMemory",
    "256",
    "Memory of the functions that hand cloud security's data to the data lake, in MB.",
    { minValue: 256, maxValue: 2048, since: "1.29" },
  ),
  documentation.number("SnapshotPollerLambdaMemorySize", "1024", "Memory of the function that scans accounts, in MB.", {
    minValue: 1024,
    maxValue: 10240,
    since: "1.34",
  }),
  documentation.number(
    "SnapshotScanWindowMinutes",
    "0",
    "Minutes in which a second request to scan the same is dropped. 0 drops none.",
    { minValue: 0, since: "1.33" },
  ),
];
