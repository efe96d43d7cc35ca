// What CodeBuild remembers: plain data, serialisable as JSON. Times are milliseconds since the epoch.
import type { Scope } from "../cloudformation/types.ts";

export type PhaseType =
  | "SUBMITTED"
  | "QUEUED"
  | "PROVISIONING"
  | "DOWNLOAD_SOURCE"
  | "INSTALL"
  | "PRE_BUILD"
  | "BUILD"
  | "POST_BUILD"
  | "UPLOAD_ARTIFACTS"
  | "FINALIZING"
  | "COMPLETED";

export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
}

export interface Environment {
  readonly environmentVariables?: readonly EnvironmentVariable[];
  readonly [setting: string]: unknown;
}

/** A project as `CreateProject` takes it and `BatchGetProjects` answers it; settings that nothing here acts on are kept as they are. */
export interface Project {
  readonly name: string;
  readonly arn: string;
  readonly created: number;
  readonly lastModified: number;
  readonly environment: Environment;
  readonly source: Readonly<Record<string, unknown>>;
  readonly [setting: string]: unknown;
}

/** One phase of a build, planned when the build starts; `offset` and `duration` in milliseconds from the build's start. */
export interface PlannedPhase {
  readonly type: PhaseType;
  readonly offset: number;
  readonly duration: number;
  readonly failure?: { readonly statusCode: string; readonly message: string };
}

export interface LogLine {
  /** Milliseconds from the build's start. */
  readonly offset: number;
  readonly text: string;
}

export interface Build {
  readonly id: string;
  readonly uuid: string;
  readonly number: number;
  readonly scope: Scope;
  readonly projectName: string;
  readonly started: number;
  readonly initiator: string;
  readonly environment: Environment;
  /** Everything else that the answer shows: source, artifacts, role, time-outs. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly logGroup: string;
  readonly phases: readonly PlannedPhase[];
  readonly lines: readonly LogLine[];
  /** How many of `lines` have reached the log. */
  readonly logged: number;
  readonly stopped?: number;
  readonly token?: string;
  /** The request's parameters, to tell a repeated token from a misused one. */
  readonly request: string;
}

/** Makes the next builds of a project fail. */
export interface BuildFault {
  readonly id: string;
  readonly project: string;
  /** Only in this account; in all when left out. */
  readonly accountId?: string;
  readonly phase: PhaseType;
  readonly message: string;
  /** How many builds are left to fail; all when left out. */
  readonly times?: number;
}

/** An error of the service, as its SDKs see it. */
export class CodeBuildError extends Error {
  readonly code: string;

  constructor(
    code: "InvalidInputException" | "ResourceNotFoundException" | "ResourceAlreadyExistsException",
    message: string,
  ) {
    super(message);
    this.name = "CodeBuildError";
    this.code = code;
  }
}
