import { type Observation, pass, unknown } from "../../model/preflight/outcome.ts";
import type { SimulatedDecision } from "../../model/preflight/simulation.ts";
import type { Context } from "./context.ts";
import { roleOfTemplate, standingRole } from "./roleSubject.ts";
import { type Question, questionsOf, simulate } from "./simulate.ts";

export interface RoleSimulation {
  readonly decisions: readonly SimulatedDecision[];
  /** What the simulation left out. */
  readonly notes: readonly Observation[];
}

/**
 * Simulates the deployment role. One that stands and that the environment deploys is updated before it is needed: what
 * only its policies of today do not allow is asked of its template's; an explicit deny and a boundary stay.
 */
export async function simulateRole(
  { run, apis, facts }: Context,
  questions: readonly Question[],
): Promise<RoleSimulation> {
  const standing = await standingRole(run, apis.iam);
  const deployed = run.environment.deploymentRole.kind === "deploy";
  const now = standing
    ? await simulate(apis.iam, { kind: "principal", arn: standing.Arn ?? "" }, questions)
    : undefined;
  const lacking =
    now?.filter(({ decision, boundary, organization }) => decision === "implicitDeny" && !boundary && !organization) ??
    [];
  if (now && (!deployed || lacking.length === 0)) return { decisions: now, notes: [] };
  if (!deployed) {
    const note = unknown("The deployment role is not there, so nothing of it can be simulated.", "Make it first.");
    return { decisions: [], notes: [note] };
  }
  const { subject, attached } = roleOfTemplate(run, await facts.role());
  const asked = now ? questionsOf(lacking) : questions;
  const later = await simulate(apis.iam, subject, asked);
  const kept = now?.filter((one) => !lacking.includes(one)) ?? [];
  const updated =
    now && later.some(({ decision }) => decision === "allowed")
      ? [pass("Some of it only the role's template of the release wanted allows: the role is updated first.")]
      : [];
  return { decisions: [...kept, ...later], notes: [...updated, ...attachedNote(attached)] };
}

function attachedNote(attached: readonly string[]): readonly Observation[] {
  if (attached.length === 0) return [];
  const message = "The role's template attaches policies that it does not hold; they were not simulated.";
  return [unknown(message, "Run it again once the role stands.", { evidence: attached })];
}
