import type {
  ChinaCheckAnswer,
  ChinaTransformAnswer,
  CopyLine,
  DiagnosisAnswer,
  EventLine,
  HistoryAnswer,
  ParametersAnswer,
  ParametersCheckAnswer,
  PlanAnswer,
  PreflightAnswer,
  ReleasesAnswer,
  ReportAnswer,
  StatusOutput,
} from "../../../automation/cli/answers.ts";
import { callerOf } from "../../../model/preflight/caller.ts";
import { rootObservation } from "../../../model/preflight/identity.ts";
import { checkResult, preflightAnswer } from "../../../model/preflight/result.ts";
import { recommendedCatalog } from "../../../model/release/catalog.ts";
import { rootParameters } from "../../../model/release/parameters/catalog.ts";
import { checkParameters } from "../../../model/release/parameters/checkParameters.ts";
import { parameterReference } from "../../../model/release/parameters/describe.ts";
import { stackConsoleUrl } from "../../../model/release/partition.ts";
import { releasePlan } from "../../../model/release/releasePlan.ts";
import { releaseRows } from "../../../model/release/releaseRows.ts";
import { readJournal } from "../../../model/report/journalLines.ts";
import { runReport } from "../../../model/report/runReport.ts";
import recorded from "./recorded.json" with { type: "json" };

// What needs an environment was recorded on local AWS, with other names, and lists cut short. A test holds all of it
// against the schemas.

/** An upgrade whose root stack failed. */
export const failedUpgrade = recorded.events as readonly EventLine[];
export const environmentPlan = recorded.plan as unknown as PlanAnswer;
export const driftStatus = recorded.status as unknown as StatusOutput;
export const historyOfFailure: HistoryAnswer = recorded.history as unknown as HistoryAnswer;

/** As if each of the events had taken three seconds. */
export const reportOfFailure: ReportAnswer | undefined = runReport(
  readJournal(
    failedUpgrade
      .map((event, index) =>
        JSON.stringify({ time: new Date(Date.UTC(2026, 10, 21, 15, 20, index * 3)).toISOString(), ...event }),
      )
      .join("\n"),
  ),
  false,
);

const rootUser = "arn:aws:iam::123456789012:root";

/** One check of many. */
export const preflight: PreflightAnswer = preflightAnswer(
  {
    environment: "prod",
    accountId: "123456789012",
    region: "us-east-1",
    release: "1.39.7",
    caller: rootUser,
  },
  [checkResult("root-user", [rootObservation(callerOf(rootUser))], { accept: [] })],
);

export const planOfReleases: PlanAnswer = releasePlan({
  from: "1.38.5",
  to: "v1.39.7",
  region: "us-east-1",
  catalog: recommendedCatalog,
});

export const releases: ReleasesAnswer = {
  source: recommendedCatalog.source,
  releases: releaseRows(recommendedCatalog).slice(0, 1),
  findings: [],
};

export const parameters: ParametersAnswer = rootParameters
  .filter(({ name }) => name === "LogProcessorLambdaMemorySize")
  .map(parameterReference);

export const parametersCheck: ParametersCheckAnswer = checkParameters({
  template: "Parameters: {LogProcessorLambdaMemorySize: {Type: Number, MinValue: 256}}",
  values: { LogProcessorLambdaMemorySize: "128" },
  secretNames: [],
  accept: [],
});

const nested =
  "arn:aws:cloudformation:us-east-1:123456789012:stack/panther-prod-BootstrapGateway-1EXAMPLE/11111111-0000";

export const diagnosis: DiagnosisAnswer = {
  result: "failed",
  root: {
    stackArn: "arn:aws:cloudformation:us-east-1:123456789012:stack/panther-prod/00000000-0000",
    stackName: "panther-prod",
    status: "ROLLBACK_COMPLETE",
  },
  operation: { kind: "create", started: "2026-01-05T09:00:00.000Z" },
  cause: {
    stackArn: nested,
    stackName: "panther-prod-BootstrapGateway-1EXAMPLE",
    logicalId: "CustomResourceLogGroup",
    type: "AWS::Logs::LogGroup",
    physicalId: "",
    status: "CREATE_FAILED",
    reason: "/aws/lambda/panther-cfn-custom-resources already exists",
    time: "2026-01-05T09:07:12.345Z",
  },
  path: ["panther-prod", "BootstrapGateway", "CustomResourceLogGroup"],
  also: [],
  hint: {
    code: "leftover-log-group",
    text: "There is a log group /aws/lambda/panther-cfn-custom-resources already: most often an earlier Panther in this account left it. Panther's names are fixed, so there can be one Panther in an account and region.",
    fix: "If nothing uses it any more, remove it: `aws logs delete-log-group --log-group-name '/aws/lambda/panther-cfn-custom-resources' --region us-east-1` Then run the same command again.",
  },
  consoleUrl: stackConsoleUrl("us-east-1", nested),
};

export const chinaCheck: ChinaCheckAnswer = {
  environment: "prod",
  secret: "panther/china",
  url: "https://abcde12345.execute-api.cn-north-1.amazonaws.com.cn/prod",
  answers: false,
  criterion: null,
  key: {
    id: "k1a2b3c4d5",
    name: "panther-prod-0b3c7e52-6d0f-4b6e-9a55-3f0f5c1f2f10",
    ours: true,
    enabled: false,
    inSecret: true,
    created: "2026-01-05T09:00:00.000Z",
  },
  findings: [
    {
      severity: "error",
      code: "key-disabled",
      message: "The secret's key, panther-prod-0b3c7e52-6d0f-4b6e-9a55-3f0f5c1f2f10 (k1a2b3c4d5), is disabled.",
      fix: "Enable it in the console of API Gateway, or make a new one: panther china rotate-key prod",
    },
  ],
};

const copied = {
  release: "1.39.7",
  source: "s3://panther-enterprise-us-east-1",
  target: "s3://my-releases",
  objects: 57,
  bytes: 412_331_207,
  toCopyObjects: 19,
  toCopyBytes: 101_204_411,
  complete: false,
  images: [],
};

export const copy: readonly CopyLine[] = [
  { type: "copy-planned", ...copied },
  { type: "copy-progress", objectsDone: 7, objects: 19, bytesDone: 40_894_464, bytes: 101_204_411 },
  { type: "copy-finished", ...copied, seconds: 31.4 },
];

export const chinaTransform: ChinaTransformAnswer = {
  kind: "transformed",
  templates: [
    {
      from: "v1.39.7/panther.yml",
      key: "v1.39.7/panther.yml",
      diff: "--- v1.39.7/panther.yml\n+++ v1.39.7/panther.yml\n@@ …",
    },
  ],
  assets: ["2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"],
  images: [],
  removed: [
    {
      template: "v1.39.7/panther.yml",
      place: "Resources.Core.Properties.Parameters.UserPoolId",
      chain: [
        "AWS::Cognito::UserPool: Cognito user pools are not available in AWS China",
        "Bootstrap: Resources.UserPool",
        "Bootstrap: Outputs.UserPoolId",
        "v1.39.7/panther.yml: Resources.Core.Properties.Parameters.UserPoolId",
      ],
    },
  ],
  lint: { kind: "linted", findings: [] },
};
