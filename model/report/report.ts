// What a run's journal tells, put in order. Times are ISO 8601, durations seconds; an end that nobody wrote down is null.

import type { Cause } from "../diagnosis/cause.ts";
import type { SideName } from "../environment/sides.ts";
import type { Verdict } from "../preflight/outcome.ts";
import type { Step } from "../step.ts";

/** How a span, a step or a hop ended. `unfinished`: the journal ends before it. `cancelled`: something else had failed. */
export type Outcome = "done" | "failed" | "cancelled" | "rolled-back" | "unfinished";

/** What CloudFormation was doing; `cleanup`: removing what an update has replaced. */
export type Action = "create" | "update" | "delete" | "import" | "rollback" | "cleanup";

export interface Span {
  readonly start: string;
  readonly end: string | null;
  /** Null where `end` is. */
  readonly seconds: number | null;
}

/** One thing that was done to a resource or a stack, by AWS's clock. */
export interface ResourceSpan extends Span {
  readonly action: Action;
  /** CloudFormation's, the last one of this span. */
  readonly status: string;
  readonly outcome: Outcome;
  /** AWS's own words with that status, where it had any. */
  readonly reason: string | null;
  /** It is a link of the operation's critical path. */
  readonly critical: boolean;
}

/** A resource, or a stack with what is in it. */
export interface ResourceReport {
  /** In its stack's template; the root stack's name. */
  readonly logicalId: string;
  /** CloudFormation's, for example AWS::Lambda::Function. */
  readonly type: string;
  readonly physicalId: string | null;
  /** In order; at least one. */
  readonly spans: readonly ResourceSpan[];
  /** The worst of its spans'. */
  readonly outcome: Outcome;
  /** In the order in which they came up; none in anything but a stack. */
  readonly resources: readonly ResourceReport[];
}

/** A span on the chain that decided how long an operation took. */
export interface CriticalSpan {
  /** The root stack's name, then logical IDs. */
  readonly path: readonly string[];
  readonly type: string;
  readonly action: Action;
  readonly start: string;
  readonly end: string;
  readonly seconds: number;
  /** From the end of the link before, in the same stack, or from the stack's own start. */
  readonly waited: number;
}

export type SlowSpan = Pick<CriticalSpan, "path" | "type" | "action" | "seconds">;

/** One operation of CloudFormation on a root stack. */
export interface OperationReport extends Span {
  readonly stack: ResourceReport;
  readonly outcome: Outcome;
  /** Resources by outcome, at any depth; stacks left out. */
  readonly counts: Readonly<Record<Outcome, number>>;
  /** In order; a nested stack comes before what is in it. None where the operation has no end in the journal. */
  readonly criticalPath: readonly CriticalSpan[];
}

/** A build of `panther-pulumi`. */
export interface BuildOfRun extends Span {
  readonly id: string;
  /** It ran already when this run came to it. */
  readonly joined: boolean;
  /** CodeBuild's; null where the run did not see its end. */
  readonly status: string | null;
  readonly phases: readonly (Span & { readonly phase: string })[];
}

export interface StepReport extends Span {
  readonly step: Step;
  /** Which side of a split in China; missing where there is none. */
  readonly side?: SideName;
  /** Without the leading `v`. */
  readonly release: string;
  /** As in `step-finished`; `unfinished` where there is none. */
  readonly outcome: string;
  /** Of CloudFormation, as far as they were followed: a first deploy has two. */
  readonly operations: readonly OperationReport[];
  readonly builds: readonly BuildOfRun[];
}

export interface HopReport extends Span {
  /** Null: the first deploy. The same as `to`: only parameters and tags change. */
  readonly from: string | null;
  readonly to: string;
  /** From 1. */
  readonly index: number;
  /** Of all hops that were to be made. */
  readonly count: number;
  readonly outcome: Outcome;
  readonly steps: readonly StepReport[];
}

/** A parameter of the root template that a release changes. Defaults are the templates'. */
export interface ParameterChangeOfRun {
  readonly release: string;
  readonly name: string;
  readonly change: "added" | "removed" | "default-changed" | "newly-required" | "left-out";
  readonly oldDefault: string | null;
  readonly newDefault: string | null;
}

/** A setting of the environment that differed from what ran. Values are shown of numbers, true and false alone. */
export interface SettingChange {
  readonly kind: "parameter" | "not-comparable" | "tag";
  readonly name: string;
  readonly before: string | null;
  readonly wanted: string | null;
}

export interface FindingOfRun {
  readonly severity: "error" | "warning";
  readonly code: string;
  /** Null where the journal has the code alone. */
  readonly message: string | null;
  readonly fix: string | null;
  readonly releases: readonly string[];
  readonly accepted: boolean;
}

/** A check of preflight. */
export interface CheckOfRun {
  /** As in docs/preflight.md. */
  readonly code: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly accepted: boolean;
  /** Which side of a split in China; missing where there is none, and of the backend. */
  readonly side?: SideName;
}

/** What a teardown did to something. */
export interface RemovedOfRun {
  readonly thing: "stack" | "bucket" | "log group";
  readonly name: string;
  /** `deleted`, `expiring`, `kept`, `gone` (somebody else had), `refilling` or `failed`. */
  readonly outcome: string;
  /** Why not, or when it can go; null where there is nothing to say. */
  readonly why: string | null;
  /** Which side of a split in China; missing where there is none. */
  readonly side?: SideName;
}

export interface ManualStepOfRun {
  readonly release: string;
  readonly when: "before" | "after";
  readonly text: string;
  readonly source: string;
}

/** What failed first. */
export interface CauseOfRun extends Omit<Cause, "stackName" | "logicalId"> {
  /** The root stack's name, then logical IDs down to the resource. */
  readonly path: readonly string[];
}

export interface FailureOfRun {
  /** Null where the run was killed before it could say. */
  readonly code: string | null;
  readonly message: string | null;
  readonly fix: string | null;
  readonly cause: CauseOfRun | null;
  readonly hint: { readonly code: string; readonly text: string; readonly fix: string } | null;
  /** In the AWS console; only ever https. */
  readonly consoleUrl: string | null;
}

/** `running` goes on; `killed` has no end in its journal. */
export type RunResult = "done" | "failed" | "refused" | "interrupted" | "running" | "killed";

export interface RunReport {
  readonly run: string;
  /** `deploy`, for example. */
  readonly command: string;
  readonly environment: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** ARN of who ran it. */
  readonly caller: string;
  readonly host: string;
  /** What `--reason` said. */
  readonly reason: string | null;
  /** Of this tool (`panther`) and of Node.js (`node`). */
  readonly versions: Readonly<Record<string, string>>;
  readonly started: string;
  /** Of the journal's last line. */
  readonly ended: string;
  readonly seconds: number;
  readonly result: RunResult;
  /** The release that ran before, without the leading `v`; null when nothing did, or when that was not known. */
  readonly from: string | null;
  /** The release that was to run. */
  readonly to: string | null;
  readonly failure: FailureOfRun | null;
  /** Stacks' statuses after the failure or the recovery, by name; null where the journal has none. */
  readonly stacks: Readonly<Record<string, string>> | null;
  readonly hops: readonly HopReport[];
  /** Outside of hops: a build that was still due, for example. */
  readonly steps: readonly StepReport[];
  /** Outside of steps. */
  readonly operations: readonly OperationReport[];
  /** Of all operations: what took longest, stacks left out. */
  readonly slowest: readonly SlowSpan[];
  readonly parameters: readonly ParameterChangeOfRun[];
  readonly settings: readonly SettingChange[];
  /** What the checks of preflight came to, before anything moved; none where they were not made. */
  readonly checks: readonly CheckOfRun[];
  /** What a teardown did to stacks, buckets and log groups, in order. */
  readonly removed: readonly RemovedOfRun[];
  readonly findings: readonly FindingOfRun[];
  readonly manualSteps: readonly ManualStepOfRun[];
  readonly notices: readonly { readonly time: string; readonly message: string }[];
  /** Lines of the journal that could not be read. */
  readonly unreadableLines: number;
}
