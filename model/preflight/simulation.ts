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
  /** Names of the policies whose statements decided. */
  readonly policies: readonly string[];
}

/** What is not allowed, in lines for a person: an action once, with what it is denied on. */
export function deniedLines(decisions: readonly SimulatedDecision[]): readonly string[] {
  const groups = new Map<string, { readonly of: SimulatedDecision; readonly resources: string[] }>();
  for (const one of decisions) {
    if (one.decision === "allowed") continue;
    const key = [one.action, one.decision, one.boundary].join(" ");
    const group = groups.get(key) ?? { of: one, resources: [] };
    group.resources.push(one.resource);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ of, resources }) => {
    const [first = "*", ...more] = [...new Set(resources)];
    const on = first === "*" ? "" : ` on ${first}${more.length > 0 ? ` and ${more.length} more` : ""}`;
    return `${of.action}${on}: ${how(of)}`;
  });
}

function how({ decision, boundary, policies }: SimulatedDecision): string {
  if (decision === "explicitDeny") {
    return policies.length > 0 ? `explicitly denied by ${policies.join(", ")}` : "explicitly denied";
  }
  return boundary ? "not allowed by the permissions boundary" : "not allowed";
}
