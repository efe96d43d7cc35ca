/** What a simulation of IAM policies says of one action on one resource. */
export interface SimulatedDecision {
  readonly action: string;
  /** ARN, or `*`. */
  readonly resource: string;
  /** `implicitDeny`: nothing allows it. `explicitDeny`: a statement forbids it. */
  readonly decision: "allowed" | "implicitDeny" | "explicitDeny";
  /** A permissions boundary does not allow it. */
  readonly boundary: boolean;
  /** The simulator says that the organization does not allow it, which alone is no proof. */
  readonly organization: boolean;
  /** The simulator was given the organization's policies, and says that they let it through. */
  readonly clearedByOrganization?: true;
  /** Names of the policies whose statements decided. */
  readonly policies: readonly string[];
  /** The statements themselves, where the simulator tells. */
  readonly matched?: readonly MatchedStatement[];
}

/** A statement as the simulator tells of it. */
export interface MatchedStatement {
  /** A policy's name, or `PolicyInputList.2` for the second document given. */
  readonly policyId: string;
  /** Where it begins in the document, counted from 1. */
  readonly line?: number;
}

/** What is not allowed, in lines for a person: an action once, with what it is denied on. */
export function deniedLines(decisions: readonly SimulatedDecision[]): readonly string[] {
  const groups = new Map<string, SimulatedDecision[]>();
  for (const one of decisions) {
    if (one.decision === "allowed") continue;
    const key = [one.action, one.decision, one.boundary].join(" ");
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((some) => `${actionsOn(some).join(", ")}: ${how(some[0] as SimulatedDecision)}`);
}

/** Each action once, with what it is asked for on: `s3:CreateBucket on arn:aws:s3:::a and 2 more`. */
export function actionsOn(decisions: readonly SimulatedDecision[]): readonly string[] {
  return [...new Set(decisions.map(({ action }) => action))].map((action) => {
    const resources = decisions
      .filter((one) => one.action === action)
      .map(({ resource }) => (isAnyOfKind(resource) ? "*" : resource));
    const [first = "*", ...more] = [...new Set(resources)];
    return first === "*" ? action : `${action} on ${first}${more.length > 0 ? ` and ${more.length} more` : ""}`;
  });
}

/** An ARN that was made up to ask about a kind of things whose identifiers AWS chooses. */
function isAnyOfKind(arn: string): boolean {
  return /0{6}/.test(arn.split(":").slice(5).join(":"));
}

function how({ decision, boundary, policies }: SimulatedDecision): string {
  if (decision === "explicitDeny") {
    return policies.length > 0 ? `explicitly denied by ${policies.join(", ")}` : "explicitly denied";
  }
  return boundary ? "not allowed by the permissions boundary" : "not allowed";
}
