import { failure, type Observation, pass, unknown } from "./outcome.ts";
import { deniedLines, type SimulatedDecision } from "./simulation.ts";

/** What a simulation of somebody came to; missing and forbidden actions apart. */
export function permissionObservations(
  who: string,
  all: readonly SimulatedDecision[],
  { fix, notSimulated }: { readonly fix: string; readonly notSimulated: readonly string[] },
): readonly Observation[] {
  const byOrganization = all.filter(({ decision, organization }) => decision !== "allowed" && organization);
  const decisions = all.filter((one) => !byOrganization.includes(one));
  const explicit = decisions.filter(({ decision }) => decision === "explicitDeny");
  const bounded = decisions.filter(({ decision, boundary }) => decision === "implicitDeny" && boundary);
  const missing = decisions.filter(({ decision, boundary }) => decision === "implicitDeny" && !boundary);
  const told = (denied: readonly SimulatedDecision[], message: string, todo: string) =>
    denied.length === 0 ? [] : [failure(message, todo, { evidence: deniedLines(denied) })];
  const found = [
    ...told(
      explicit,
      `A policy forbids ${who} what is needed.`,
      "Remove the deny, or have an exception made: an allow does not help.",
    ),
    ...told(
      bounded,
      `The permissions boundary of ${who} does not allow what is needed.`,
      "Widen the boundary: an allow in a policy does not help.",
    ),
    ...told(missing, `Nothing allows ${who} what is needed.`, fix),
    ...(byOrganization.length === 0
      ? []
      : [
          unknown(
            `The simulator says that the organization does not allow ${who} what is needed, which alone is no proof.`,
            "See organization-policies.",
            { evidence: deniedLines(byOrganization), who: "organization administrator" },
          ),
        ]),
  ];
  const untold =
    notSimulated.length === 0
      ? []
      : [
          unknown(
            "Of some resource types it is not known which actions they take, so these were not simulated.",
            "Look the types up (aws cloudformation describe-type), or tell the makers of this program.",
            { evidence: notSimulated, who: "you" },
          ),
        ];
  if (found.length > 0) return [...found, ...untold];
  const count = new Set(decisions.map(({ action }) => action)).size;
  return [pass(`${count} actions are allowed to ${who}.`), ...untold];
}
