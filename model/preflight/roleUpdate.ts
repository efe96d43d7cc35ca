import type { SimulatedDecision } from "./simulation.ts";

/** The same questions, asked of what a role is, was meant to be, and is to be. */
export interface RoleDecisions {
  /** Of the new template's policies. */
  readonly later: readonly SimulatedDecision[];
  /** Of the role that stands; nothing where there is none. */
  readonly now: readonly SimulatedDecision[];
  /** Of the policies in the template that its stack has, where now and later differ; nothing where nobody may read it. */
  readonly before: readonly SimulatedDecision[];
}

/** What is decided otherwise now than it will be. */
export function differing({ later, now }: Pick<RoleDecisions, "later" | "now">): readonly SimulatedDecision[] {
  const standing = byQuestion(now);
  return later.filter((one) => (standing.get(keyOf(one)) ?? one).decision !== one.decision);
}

/**
 * What holds of a role once its stack is updated. The new template's policies take the place of the old one's. What was never
 * the template's stays: the boundary and the organization above the role, of which a simulation of documents need not know, and
 * policies that somebody attached to it besides.
 * @returns `freed`: what the standing role is forbidden and the new template allows, where nobody can tell whose the deny is
 */
export function afterUpdate({ later, now, before }: RoleDecisions): {
  readonly decisions: readonly SimulatedDecision[];
  readonly freed: readonly SimulatedDecision[];
} {
  const standing = byQuestion(now);
  const ofTemplate = byQuestion(before);
  const pairs = later.map((one) => {
    const was = standing.get(keyOf(one));
    if (!was || was.decision === one.decision) return { one };
    if (isBoundAbove(was)) return { one: one.decision === "allowed" ? was : one };
    const meant = ofTemplate.get(keyOf(one));
    if (meant && meant.decision !== was.decision) return { one: isStronger(was, one) ? was : one };
    return { one, ...(!meant && one.decision === "allowed" && was.decision === "explicitDeny" && { freed: was }) };
  });
  return { decisions: pairs.map(({ one }) => one), freed: pairs.flatMap(({ freed }) => freed ?? []) };
}

function byQuestion(decisions: readonly SimulatedDecision[]): ReadonlyMap<string, SimulatedDecision> {
  return new Map(decisions.map((one) => [keyOf(one), one]));
}

function keyOf({ action, resource }: SimulatedDecision): string {
  return `${action} ${resource}`;
}

function isBoundAbove({ decision, boundary, organization }: SimulatedDecision): boolean {
  return decision !== "allowed" && (boundary || organization);
}

/** A deny wins over an allow, and an allow over silence. */
function isStronger(a: SimulatedDecision, b: SimulatedDecision): boolean {
  const order = ["implicitDeny", "allowed", "explicitDeny"];
  return order.indexOf(a.decision) > order.indexOf(b.decision);
}
