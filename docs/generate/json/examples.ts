import type {
  EventLine,
  HistoryAnswer,
  ParametersAnswer,
  ParametersCheckAnswer,
  PlanAnswer,
  ReleasesAnswer,
  StatusOutput,
} from "../../../automation/cli/answers.ts";
import { recommendedCatalog } from "../../../model/release/catalog.ts";
import { rootParameters } from "../../../model/release/parameters/catalog.ts";
import { checkParameters } from "../../../model/release/parameters/checkParameters.ts";
import { parameterReference } from "../../../model/release/parameters/describe.ts";
import { releasePlan } from "../../../model/release/releasePlan.ts";
import { releaseRows } from "../../../model/release/releaseRows.ts";
import recorded from "./recorded.json" with { type: "json" };

// What needs an environment was recorded on local AWS, with other names, and lists cut short. A test holds all of it
// against the schemas.

/** An upgrade whose root stack failed. */
export const failedUpgrade = recorded.events as readonly EventLine[];
export const environmentPlan = recorded.plan as unknown as PlanAnswer;
export const driftStatus = recorded.status as unknown as StatusOutput;
export const historyOfFailure: HistoryAnswer = recorded.history as unknown as HistoryAnswer;

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
