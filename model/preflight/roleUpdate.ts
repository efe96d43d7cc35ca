import type { SimulatedDecision } from "./simulation.ts";

/**
 * What holds of a role once its stack is updated. The new template's policies decide; what stands above all policies of a role
 * stays: its boundary, and the organization, of which a simulation of documents knows nothing.
 * @param later of the new template's policies
 * @param now of the role that stands; nothing where there is none
 * @returns `freed`: what a policy of the standing role forbids and the new template allows
 */
export function afterUpdate(
  later: readonly SimulatedDecision[],
  now: readonly SimulatedDecision[],
): { readonly decisions: readonly SimulatedDecision[]; readonly freed: readonly SimulatedDecision[] } {
  const standing = new Map(now.map((one) => [keyOf(one), one]));
  const pairs = later.map((one) => ({ one, was: standing.get(keyOf(one)) }));
  return {
    decisions: pairs.map(({ one, was }) => (one.decision === "allowed" && was && staysDenied(was) ? was : one)),
    freed: pairs.flatMap(({ one, was }) =>
      one.decision === "allowed" && was?.decision === "explicitDeny" && !staysDenied(was) ? [was] : [],
    ),
  };
}

function keyOf({ action, resource }: SimulatedDecision): string {
  return `${action} ${resource}`;
}

function staysDenied({ decision, boundary, organization }: SimulatedDecision): boolean {
  return decision !== "allowed" && (boundary || organization);
}
