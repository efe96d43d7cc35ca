import type { Finding } from "../../model/finding.ts";
import type { SourceWork } from "../../model/source/sourceWork.ts";
import type { StandingSource } from "../../model/source/standingSource.ts";

/** What a run of Panther's own tool on an instance reports. */
export type SourceEvent =
  | ({
      /** What is found, and about to be done on the instance, before it asks and before anything is changed. */
      readonly type: "source-planned";
    } & SourcePlan)
  | {
      /** A command runs on the instance. */
      readonly type: "source-command";
      /** Systems Manager's ID of it. */
      readonly commandId: string;
      readonly instanceId: string;
      /** `mage deploy`, for example. */
      readonly target: string;
      /** It ran already: an earlier run, or somebody else, had started it. */
      readonly joined: boolean;
    }
  | {
      /** One line of what the tool says. */
      readonly type: "source-log";
      readonly line: string;
    }
  | {
      /** The tool has done what it was to do. */
      readonly type: "source-finished";
      readonly work: SourceWork;
      readonly standing: StandingSource;
      readonly seconds: number;
    };

/** What is about to be done on an instance. */
export interface SourcePlan {
  readonly environment: string;
  readonly work: SourceWork;
  /** The release, without the leading `v`. */
  readonly release: string;
  readonly accountId: string;
  readonly region: string;
  readonly instance: {
    readonly id: string;
    /** EC2's, for example m5.large. */
    readonly type: string;
    /** EC2's: running or stopped as a rule. */
    readonly state: string;
  };
  /** Name of the root stack; null where separate stacks are meant. */
  readonly rootStack: string | null;
  readonly standing: StandingSource;
  /** ID of a command for the same that runs already, and is joined; null where there is none. */
  readonly running: string | null;
  /** CloudWatch's, with the whole output. */
  readonly logGroup: string;
  readonly warnings: readonly Finding[];
}
