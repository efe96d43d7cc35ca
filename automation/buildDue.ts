import { createHash } from "node:crypto";
import type { StackEvent } from "../model/diagnosis/stackEvent.ts";

/** CodeBuild project that finishes a deploy. Source: Panther documentation, "Trigger Pulumi CodeBuild". */
export const buildProject = "panther-pulumi";

/** A build, as far as the decision whether one is due needs it. */
export interface KnownBuild {
  readonly id: string;
  readonly startTime: Date;
  /** CodeBuild's build status; IN_PROGRESS while it runs. */
  readonly status: string;
}

export type BuildDecision =
  | { readonly kind: "done"; readonly build: KnownBuild }
  | { readonly kind: "join"; readonly build: KnownBuild }
  /** A build of what stood before still runs, on the same inner state: decide again once it has ended. */
  | { readonly kind: "wait"; readonly build: KnownBuild }
  | { readonly kind: "start"; readonly idempotencyToken: string };

/** The end of the last successful create or update. */
export interface Completion {
  readonly stackId: string;
  /** Tells this completion from every other one. */
  readonly eventId: string;
  readonly time: Date;
}

/** The root stack's own last event that ended a successful create or update; a rollback's end is none. */
export function lastCompletion(stackId: string, newestFirst: readonly StackEvent[]): StackEvent | undefined {
  return newestFirst.find(
    ({ PhysicalResourceId, ResourceStatus }) =>
      PhysicalResourceId === stackId && (ResourceStatus === "CREATE_COMPLETE" || ResourceStatus === "UPDATE_COMPLETE"),
  );
}

/**
 * Whether a build is due: when no successful one began after the root stack's last completion. One that runs is joined.
 * With `force` a successful one is not enough. The token tells attempts apart, because CodeBuild answers five minutes long with the old build for a token it knows.
 */
export function decideBuild(completion: Completion, builds: readonly KnownBuild[], force = false): BuildDecision {
  const since = builds.filter(({ startTime }) => startTime >= completion.time);
  const done = since.find(({ status }) => status === "SUCCEEDED");
  if (done && !force) return { kind: "done", build: done };
  const running = since.find(({ status }) => status === "IN_PROGRESS");
  if (running) return { kind: "join", build: running };
  const older = builds.find(({ status }) => status === "IN_PROGRESS");
  if (older) return { kind: "wait", build: older };
  const identity = `${completion.stackId}\n${completion.eventId}\n${since.length + 1}`;
  return { kind: "start", idempotencyToken: createHash("sha256").update(identity).digest("hex") };
}
