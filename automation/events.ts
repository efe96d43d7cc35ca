import type { ChangePreview } from "../model/changes/changePreview.ts";
import type { Cause } from "../model/diagnosis/cause.ts";
import type { Hint } from "../model/diagnosis/hint.ts";
import type { SideName } from "../model/environment/sides.ts";
import type { Finding } from "../model/finding.ts";
import type { PreflightAnswer } from "../model/preflight/result.ts";
import type { EnvironmentPlan } from "../model/release/environmentPlan.ts";
import type { Step } from "../model/step.ts";
import type { AdoptedChange, AdoptionProposal } from "./adopt/adoptionEvents.ts";
import type { CopyEvent } from "./china/copy/copyEvents.ts";
import type { RotationEvent } from "./china/rotation/rotationEvents.ts";
import type { RecoveryPlan } from "./recovery/recoveryEvents.ts";
import type { SourceEvent } from "./source/sourceEvents.ts";
import type { TeardownEvent } from "./teardown/teardownEvents.ts";

/** A build of `panther-pulumi`. */
export interface BuildReport {
  /** `panther-pulumi:` and a UUID. */
  readonly id: string;
  /** CodeBuild's: SUCCEEDED, FAILED, FAULT, STOPPED, TIMED_OUT, IN_PROGRESS. */
  readonly status: string;
}

/** What a run reports while it goes on, in order. Versions are without the leading `v`. */
export type DriverEvent =
  | {
      /** The environment's file and the account are right; the run begins. */
      readonly type: "run-started";
      /** The run's ID, as in Pulumi's update message, in the user agent of AWS calls and in `panther history`. */
      readonly run: string;
      /** `deploy`, for example. */
      readonly command: string;
      readonly environment: string;
      readonly accountId: string;
      readonly region: string;
      /** ARN of who runs it. */
      readonly caller: string;
      readonly host: string;
      /** What `--reason` said. */
      readonly reason?: string;
    }
  | {
      /** What stands, and what is wanted. */
      readonly type: "observed";
      /** Which side of a split in China; missing where there is none. */
      readonly side?: SideName;
      readonly environment: string;
      /** The release that runs; missing where nothing does, or where it can't be told. */
      readonly running?: string;
      /** The release that is wanted. */
      readonly wanted: string;
      /** CloudFormation's status of the root stack; missing where there is none. */
      readonly rootStatus?: string;
    }
  | {
      /** What a deploy or an upgrade is about to do, before it asks and before anything moves. */
      readonly type: "planned";
      readonly command: "deploy" | "upgrade";
      readonly plan: EnvironmentPlan;
      /** The release after which this run ends, where that is not the plan's last. */
      readonly stopAfter?: string;
    }
  | {
      /** What the checks before it came to, those of `panther preflight`; before it asks. */
      readonly type: "preflighted";
      readonly answer: PreflightAnswer;
    }
  | {
      /** What a later hop changes, looked at once the one before it was done; the first one's is in the plan. */
      readonly type: "changes-previewed";
      readonly changes: ChangePreview;
    }
  | ({
      /** What an adoption has found and is about to do, before it asks and before anything is written. */
      readonly type: "adoption-planned";
    } & AdoptionProposal)
  | {
      /** A Panther was taken over: its stacks are in Pulumi's state, and a preview replaces, deletes and creates nothing. */
      readonly type: "adopted";
      readonly environment: string;
      /** ARN. */
      readonly rootStackId: string;
      /** ARN; missing where somebody else manages the role. */
      readonly roleStackId?: string;
      /** `present`: the state had them before. `completed`: an import that was killed had begun. */
      readonly state: "imported" | "completed" | "present";
      /** What the next `up` would update; empty where a preview shows no change. */
      readonly changes: readonly AdoptedChange[];
      /** NoEcho parameters that the file does not set: the next update of the stack leaves them to their defaults. */
      readonly leftToDefault: readonly string[];
    }
  | ({
      /** What a recovery has found and is about to do, before it asks and before anything is changed. */
      readonly type: "recovery-planned";
    } & RecoveryPlan)
  | {
      /** What stands after a recovery. */
      readonly type: "recovered";
      readonly environment: string;
      /** CloudFormation's stack status by stack name, of the environment's own stacks that are there. */
      readonly stacks: Readonly<Record<string, string>>;
    }
  | {
      /** A hop begins, or the deploy of one release. */
      readonly type: "release-started";
      /** Missing in a first deploy; the same as `to` where only parameters and tags change. */
      readonly from?: string;
      readonly to: string;
      /** Of this hop, from 1. */
      readonly index: number;
      /** Of all hops in this run. */
      readonly count: number;
    }
  | {
      /** A step begins. */
      readonly type: "step-started";
      /** Which side of a split in China; missing where there is none. */
      readonly side?: SideName;
      readonly step: Step;
      readonly release: string;
    }
  | {
      /** A step has ended. */
      readonly type: "step-finished";
      /** Which side of a split in China; missing where there is none. */
      readonly side?: SideName;
      readonly step: Step;
      readonly release: string;
      readonly outcome: StepOutcome;
      readonly seconds: number;
    }
  | {
      /** Something happened to a resource, in the root stack or in a nested one. Each of CloudFormation's events comes once. */
      readonly type: "resource-event";
      /** The root stack's name, then logical IDs down to the resource; of a stack's own event down to that stack. */
      readonly path: readonly string[];
      /** CloudFormation's, for example AWS::Lambda::Function. */
      readonly resourceType: string;
      /** Missing where nothing was made yet. */
      readonly physicalId?: string;
      /** CloudFormation's, for example UPDATE_IN_PROGRESS. */
      readonly status: string;
      /** AWS's own words. */
      readonly reason?: string;
      /** ISO 8601, by CloudFormation's clock. */
      readonly time: string;
    }
  | {
      /** Something failed: what failed first as far as is known, while CloudFormation still rolls back. */
      readonly type: "failure-found";
      readonly cause: FailureCause;
      /** Missing where the catalog of hints has nothing. */
      readonly hint?: Hint;
    }
  | {
      /** How far CloudFormation is with the root stack and what is nested in it. */
      readonly type: "stack-progress";
      /** Name of the root stack. */
      readonly stack: string;
      /** CloudFormation's, of the root stack. */
      readonly status: string;
      /** The root stack first, then nested ones at any depth, in the order in which they came up. */
      readonly stacks: readonly StackCounts[];
      /** The resources that have been at work for the longest time, a few. */
      readonly slowest: readonly SlowResource[];
      /** By how long it took the last time; null where that is not known. */
      readonly secondsLeft: number | null;
      /** Seconds between two looks, at present: how old this may be. */
      readonly interval: number;
    }
  | {
      /** The post-deploy build was started. */
      readonly type: "build-started";
      readonly id: string;
      /** It ran already: somebody else, or an earlier run, had started it. */
      readonly joined: boolean;
    }
  | {
      /** The build has come to another phase. */
      readonly type: "build-phase";
      readonly id: string;
      /** CodeBuild's name of it, for example BUILD. */
      readonly phase: string;
    }
  | {
      /** One line of the build's log. */
      readonly type: "build-log";
      readonly id: string;
      readonly line: string;
    }
  | {
      /** Something to know that stops nothing. */
      readonly type: "notice";
      readonly message: string;
    }
  | ({
      /** What a check found. */
      readonly type: "finding";
      /** Which side of a split in China; missing where there is none. */
      readonly side?: SideName;
      /** Releases on the way that it is about. */
      readonly releases: readonly string[];
      /** A warning that was accepted by name. */
      readonly accepted?: true;
    } & Finding)
  | RotationEvent
  | CopyEvent
  | TeardownEvent
  | SourceEvent
  | FailedEvent
  | RunSummary;

/** How far a stack is. */
export interface StackCounts {
  /** The root stack's name, then logical IDs. */
  readonly path: readonly string[];
  /** CloudFormation's; blank where the stack itself has said nothing yet. */
  readonly status: string;
  readonly done: number;
  readonly running: number;
  readonly failed: number;
  /** At least so many there will be, of a stack that is being created; null otherwise: what an update touches nobody tells. */
  readonly total: number | null;
}

export interface SlowResource {
  /** The root stack's name, then logical IDs down to the resource. */
  readonly path: readonly string[];
  /** CloudFormation's, for example AWS::DynamoDB::Table. */
  readonly type: string;
  /** Since its status last changed. */
  readonly seconds: number;
}

/** Why a run ends without being done. The summary comes after it. */
export interface FailedEvent {
  /** Why the run ends without being done. */
  readonly type: "failed";
  /** Stable, for scripts. */
  readonly code: string;
  /** What happened, and where. */
  readonly message: string;
  /** What to do next. */
  readonly fix: string;
  readonly cause?: FailureCause;
  /** What the cause means and what to do about it; missing where the catalog of hints has nothing. */
  readonly hint?: Hint;
  /** The events of the cause's stack in the AWS console. */
  readonly consoleUrl?: string;
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

/** `unchanged`: there was nothing to do. `skipped`: the release has no such step. */
export type StepOutcome = "created" | "updated" | "unchanged" | "succeeded" | "skipped" | "failed";

/** The resource that failed first, and the way down to it. */
export interface FailureCause extends Cause {
  /** The root stack's name, then logical IDs down to the resource. */
  readonly path: readonly string[];
}

/** The last event of every run. */
export interface RunSummary {
  /** The last event of every run. */
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

/** An event with the side of a split that it is about, where that is not plain from what else is in it. */
export function onSide(side: SideName, event: DriverEvent): DriverEvent {
  switch (event.type) {
    case "observed":
    case "finding":
    case "step-started":
    case "step-finished":
      return { side, ...event };
    default:
      return event;
  }
}
