// The package's public face, and its one barrel: the driver as functions.
export type { ChangeCounts, ChangePreview } from "../model/changes/changePreview.ts";
export type { ChangeCause, ResourceChange, StackChanges } from "../model/changes/changeTree.ts";
export type { Observation as PreflightObservation, Verdict } from "../model/preflight/outcome.ts";
export type { CheckResult, PreflightAnswer } from "../model/preflight/result.ts";
export type { EnvironmentHop, EnvironmentPlan } from "../model/release/environmentPlan.ts";
export type { RunReport } from "../model/report/report.ts";
export type { Step } from "../model/step.ts";
export type { TeardownPlan } from "../model/teardown/teardownPlan.ts";
export { type AdoptOptions, adopt } from "./adopt/adopt.ts";
export type { AdoptedChange, AdoptionProposal } from "./adopt/adoptionEvents.ts";
export { type AskedSecret, type SecretSource, secretsFromText } from "./adopt/secretValues.ts";
export type { Approve, Proposal } from "./approvedPlan.ts";
export { type BuildOptions, build } from "./build.ts";
export type { BridgeCheck } from "./china/check/checkBridge.ts";
export { checkChina } from "./china/check/checkChina.ts";
export { type ApproveRotation, type RotateKeyOptions, rotateGatewayKey } from "./china/rotation/rotateGatewayKey.ts";
export type { KeyStep, ListedKey, RotationPlan } from "./china/rotation/rotationEvents.ts";
export { type DeployOptions, deploy } from "./deploy.ts";
export {
  type DiagnoseOptions,
  type DiagnoseSubject,
  type DiagnosisReport,
  diagnose,
} from "./diagnose.ts";
export type { DriftFinding, DriftReport, NotChecked } from "./driftReport.ts";
export type { BuildReport, DriverEvent, FailureCause, Report, RunSummary, StepOutcome } from "./events.ts";
export { history, lastDurations, type PastRun } from "./history.ts";
export { type LeaseHolder, leaseHolder } from "./lease.ts";
export { type PlanEnvironmentOptions, planEnvironment } from "./planEnvironment.ts";
export { type PreflightOptions, preflight } from "./preflight/preflight.ts";
export { type ApproveRecovery, type RecoverOptions, recoverEnvironment } from "./recovery/recoverEnvironment.ts";
export type { LeftoverStack, PendingOperation, PulumiSide, RecoveryPlan } from "./recovery/recoveryEvents.ts";
export { htmlReport } from "./report/htmlReport.ts";
export { markdownReport } from "./report/markdownReport.ts";
export { type ReportOptions, reportRun } from "./report/reportRun.ts";
export type { RunOptions } from "./run.ts";
export type { RoleStatus, SideStatus } from "./sideStatus.ts";
export { type ApproveSource, runSource, type SourceOptions } from "./source/runSource.ts";
export type { SourcePlan } from "./source/sourceEvents.ts";
export { type Status, type StatusFinding, type StatusOptions, status } from "./status.ts";
export { type StatusAnswer, type StatusOfAllOptions, statusOfAll } from "./statusOfAll.ts";
export { type ConfirmTeardown, type TeardownAnswer, type TeardownOptions, teardown } from "./teardown/teardown.ts";
export type { TeardownEvent, TeardownResult } from "./teardown/teardownEvents.ts";
export { realTiming, type Timing } from "./timing.ts";
export { type UpgradeOptions, upgrade } from "./upgrade.ts";
export { type Watched, watch } from "./watch.ts";
