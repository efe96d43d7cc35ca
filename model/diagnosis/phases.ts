import type { Operation } from "./operation.ts";
import { isOwn, type StackEvent, statusOf } from "./stackEvent.ts";

/** Forward, until something fails; then the undoing; or, when all went well, the removal of what is no longer needed. */
export type Phase = "forward" | "rollback" | "cleanup";

export interface PhasedEvent {
  readonly event: StackEvent;
  readonly phase: Phase;
}

/** The events of an operation in one stack, oldest first, each with the phase that the stack was in. */
export function inPhases(stackArn: string, { kind, start, events }: Operation): readonly PhasedEvent[] {
  let phase: Phase = "forward";
  return [...events].reverse().map((event) => {
    if (isOwn(stackArn, event) && event !== start) phase = phaseFrom(statusOf(event), phase);
    return { event, phase: phaseOfEvent(event, phase, kind) };
  });
}

function phaseFrom(status: string, before: Phase): Phase {
  // Undoing a creation may delete the stack: always a nested one, a root stack where it was asked to.
  if (/ROLLBACK_IN_PROGRESS$/.test(status) || status === "DELETE_IN_PROGRESS") return "rollback";
  return status === "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS" ? "cleanup" : before;
}

function phaseOfEvent({ OperationType, ResourceStatus }: StackEvent, phase: Phase, kind: Operation["kind"]): Phase {
  if (OperationType === "ROLLBACK" || OperationType === "CONTINUE_ROLLBACK") return "rollback";
  // Nothing is deleted on the way forward.
  if (phase === "forward" && ResourceStatus === "DELETE_FAILED" && kind !== "delete") return "cleanup";
  return phase;
}
