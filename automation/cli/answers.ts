// What the commands print with --json, as types: docs/json.md is made from them.
import type { Finding } from "../../model/finding.ts";
import type { PreflightAnswer as PreflightOfEnvironment } from "../../model/preflight/result.ts";
import type { EnvironmentPlan } from "../../model/release/environmentPlan.ts";
import type { ParameterReference } from "../../model/release/parameters/describe.ts";
import type { ReleasePlan } from "../../model/release/releasePlan.ts";
import type { ReleaseRow } from "../../model/release/releaseRows.ts";
import type { RunReport } from "../../model/report/report.ts";
import type { BridgeCheck } from "../china/check/checkBridge.ts";
import type { CopyEvent } from "../china/copy/copyEvents.ts";
import type { RefusedFolder, TransformedFolder } from "../china/transformFolder.ts";
import type { DiagnosisReport } from "../diagnose.ts";
import type { DriverEvent } from "../events.ts";
import type { PastRun } from "../history.ts";
import type { Status } from "../status.ts";

/** One line of a command that changes an environment. */
export type EventLine = DriverEvent;

/** One line of a command that copies a release to AWS China. */
export type CopyLine = CopyEvent | CopyFailed;

/** Why a copy ends without being done. */
export interface CopyFailed {
  /** Why it ends without being done; what has been copied stays. */
  readonly type: "failed";
  /** Stable, for scripts. */
  readonly code: string;
  /** What happened, and where. */
  readonly message: string;
  /** What to do next. */
  readonly fix: string;
}

/** The way of an environment, the way from one release to another, or why there is no plan. */
export type PlanAnswer = EnvironmentPlan | ReleasePlan | RefusedPlan;

/** No plan: the findings say why. */
export interface RefusedPlan {
  /** Null where none was named. */
  readonly environment: string | null;
  /** As it was given; null when it was not. */
  readonly from: string | null;
  readonly to: string | null;
  readonly region: string | null;
  readonly catalog: null;
  /** None. */
  readonly hops: readonly never[];
  readonly findings: readonly Finding[];
}

/** Of one environment by its name the object alone; else an array, in the order asked for. */
export type StatusOutput = StatusObject | readonly StatusObject[];

export type StatusObject = Status | StatusError;

/** An environment that can't be looked at. */
export interface StatusError {
  readonly environment: string;
  readonly error: {
    /** Stable, for scripts. */
    readonly code: string;
    readonly message: string;
    /** What to do. */
    readonly fix: string;
  };
}

/** Why the newest operation of a stack failed. */
export type DiagnosisAnswer = DiagnosisReport;

/** What would fail a deploy or an upgrade, check by check. */
export type PreflightAnswer = PreflightOfEnvironment;

/** Whether a backend in China answers its web app. */
export type ChinaCheckAnswer = BridgeCheck;

/** What became of a folder's releases, or why nothing did. */
export type ChinaTransformAnswer = TransformedFolder | RefusedFolder | FailedTransform;

/** The folder or what was asked for is wrong. */
export interface FailedTransform {
  readonly kind: "failed";
  /** Stable, for scripts. */
  readonly code: string;
  readonly message: string;
  /** What to do. */
  readonly fix: string;
}

export interface HistoryAnswer {
  readonly environment: string;
  /** Newest first; none where no run was made from this folder. */
  readonly runs: readonly PastRun[];
}

/** What one run did. */
export type ReportAnswer = RunReport;

export interface ReleasesAnswer {
  /** Where the list comes from; null where it can't be read. */
  readonly source: string | null;
  /** Newest first. */
  readonly releases: readonly ReleaseRow[];
  /** Why the list can't be read. */
  readonly findings: readonly Finding[];
}

/** By topic, as in docs/parameters.md. */
export type ParametersAnswer = readonly ParameterReference[];

/** What a check found, or why it could not be made. */
export interface ParametersCheckAnswer {
  /** No finding is an error. */
  readonly accepted: boolean;
  readonly findings: readonly CheckFinding[];
}

export interface CheckFinding extends Finding {
  /** Blank where the finding is about a file. */
  readonly parameter: string;
}
