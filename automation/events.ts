import type { Finding } from "../model/finding.ts";
import type { EnvironmentPlan } from "../model/release/environmentPlan.ts";

/** Steps of a release, in their order. */
export type Step = "role" | "root" | "build" | "verify";

/** A build as reports name it. `status` is CodeBuild's: SUCCEEDED, FAILED, FAULT, STOPPED, TIMED_OUT, IN_PROGRESS. */
export interface BuildReport {
  readonly id: string;
  readonly status: string;
}

/** What a run reports while it goes on, in order. Versions are without the leading `v`. */
export type DriverEvent =
  | {
      readonly type: "run-started";
      /** The run's ID, as in Pulumi's update message, in the user agent of AWS calls and in `panther history`. */
      readonly run: string;
      readonly command: string;
      readonly environment: string;
      readonly accountId: string;
      readonly region: string;
      /** ARN. */
      readonly caller: string;
      readonly host: string;
      readonly reason?: string;
    }
  | {
      readonly type: "observed";
      readonly environment: string;
      readonly running?: string;
      readonly wanted: string;
      readonly rootStatus?: string;
    }
  /** What a deploy or an upgrade is about to do, before it asks and before anything moves. */
  | {
      readonly type: "planned";
      readonly command: "deploy" | "upgrade";
      readonly plan: EnvironmentPlan;
      /** The release after which this run ends, where that is not the plan's last. */
      readonly stopAfter?: string;
    }
  | {
      readonly type: "release-started";
      readonly from?: string;
      readonly to: string;
      readonly index: number;
      readonly count: number;
    }
  | { readonly type: "step-started"; readonly step: Step; readonly release: string }
  | {
      readonly type: "step-finished";
      readonly step: Step;
      readonly release: string;
      readonly outcome: StepOutcome;
      readonly seconds: number;
    }
  | {
      readonly type: "stack-progress";
      readonly stack: string;
      readonly status: string;
      readonly done: number;
      readonly total: number;
      readonly running: readonly string[];
    }
  | { readonly type: "build-started"; readonly id: string; readonly joined: boolean }
  | { readonly type: "build-phase"; readonly id: string; readonly phase: string }
  | { readonly type: "build-log"; readonly id: string; readonly line: string }
  | { readonly type: "notice"; readonly message: string }
  /** What a check found, and for which releases on the way; `accepted`: a warning that was accepted by name. */
  | ({ readonly type: "finding"; readonly releases: readonly string[]; readonly accepted?: true } & Finding)
  | FailedEvent
  | RunSummary;

/** Why a run ends without being done: a stable code, what happened and where, and what to do next. */
export interface FailedEvent {
  readonly type: "failed";
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly cause?: FailureCause;
  /** What stands now, after an operation that failed; missing where it can't be looked at. */
  readonly standing?: Standing;
}

/** What stands in AWS. */
export interface Standing {
  /** The release that runs; null where nothing does, or where it can't be told. */
  readonly running: string | null;
  /** CloudFormation's stack status by stack name, of the environment's own stacks that are there. */
  readonly stacks: Readonly<Record<string, string>>;
}

export type StepOutcome = "created" | "updated" | "unchanged" | "succeeded" | "skipped" | "failed";

/** The resource that failed first, and the way down to it. */
export interface FailureCause {
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  /** AWS's own words. */
  readonly reason: string;
  /** ISO 8601. */
  readonly time: string;
  /** The root stack's name, then logical IDs down to the resource. */
  readonly path: readonly string[];
}

/** The last event of every run. */
export interface RunSummary {
  readonly type: "summary";
  readonly environment: string;
  /** The release that ran before; missing when nothing did. */
  readonly from?: string;
  /** The release that was to run; missing when the run ended before that was known. */
  readonly to?: string;
  /** Hops that were completed. */
  readonly hops: number;
  /** Builds that this run saw to, in order. */
  readonly builds: readonly BuildReport[];
  readonly result: "done" | "failed" | "refused" | "interrupted";
}

export type Report = (event: DriverEvent) => void;
