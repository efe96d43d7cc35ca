import { failure, type Observation, pass } from "./outcome.ts";
import { deniedLines, type SimulatedDecision } from "./simulation.ts";

/** Why a template could not be read; the code is the error's. */
export interface Unreadable {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

export interface ApprovalPlace {
  readonly accountId: string;
  readonly region: string;
  readonly release: string;
  /** Whether templates come from Panther's own buckets. */
  readonly ofPanther: boolean;
}

/** What a template that can't be read means; whoever may not read Panther's bucket is not approved. */
export function unreadableObservation({ code, message, fix }: Unreadable, place: ApprovalPlace): Observation {
  if (code !== "template-unavailable" || !place.ofPanther) return failure(message, fix, { who: "you" });
  return failure("Panther's bucket does not let this account read the release.", approvalRequest(place), {
    evidence: [message],
    who: "Panther",
  });
}

/** What to send to Panther, ready to paste. */
export function approvalRequest({ accountId, region, release }: ApprovalPlace): string {
  return [
    "Send this to Panther, and ask for approval:",
    `AWS account ID: ${accountId}`,
    `AWS region: ${region}`,
    `Panther release: v${release}`,
  ].join("\n");
}

/** Whether the role may read what the templates name. Of objects without a decision nothing is said. */
export function roleReadsObservation(objects: number, decisions: readonly SimulatedDecision[]): Observation {
  const denied = decisions.filter(({ decision }) => decision !== "allowed");
  if (denied.length === 0) {
    const readable = new Set(decisions.map(({ resource }) => resource)).size;
    const those = readable === objects ? `all ${objects} objects` : `${readable} of the ${objects} objects`;
    return pass(`The role may read ${those} of the release, by its own policies.`);
  }
  const message = `The role may not read ${denied.length} of the release's ${objects} objects.`;
  return failure(
    message,
    "Allow the role s3:GetObject on them, or deploy the role's template of the release's minor.",
    {
      evidence: deniedLines(denied),
    },
  );
}
