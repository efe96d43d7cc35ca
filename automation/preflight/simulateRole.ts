import { type Observation, pass, unknown } from "../../model/preflight/outcome.ts";
import { byRequestedRegion, type ContextValues } from "../../model/preflight/requestContext.ts";
import type { SimulatedDecision } from "../../model/preflight/simulation.ts";
import { partitionOf } from "../../model/release/partition.ts";
import type { Run } from "../run.ts";
import { attachedPolicies } from "./attachedPolicies.ts";
import type { Context } from "./context.ts";
import { roleOfTemplate, standingRole } from "./roleSubject.ts";
import { type Question, questionsOf, type Subject, simulate } from "./simulate.ts";

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
  const ask = async (subject: Subject, asked: readonly Question[]) => {
    const regions = [...byRequestedRegion(asked, run.environment.region)];
    const answers = regions.map(([region, some]) => simulate(apis.iam, subject, some, contextOfRole(run, region)));
    return (await Promise.all(answers)).flat();
  };
  const standing = await standingRole(run, apis.iam);
  const deployed = run.environment.deploymentRole.kind === "deploy";
  const now = standing ? await ask({ kind: "principal", arn: standing.Arn ?? "" }, questions) : undefined;
  const lacking =
    now?.filter(({ decision, boundary, organization }) => decision === "implicitDeny" && !boundary && !organization) ??
    [];
  if (now && (!deployed || lacking.length === 0)) return { decisions: now, notes: [] };
  if (!deployed) {
    const note = unknown("The deployment role is not there, so nothing of it can be simulated.", "Make it first.");
    return { decisions: [], notes: [note] };
  }
  const { documents, attached } = roleOfTemplate(run, await facts.role());
  const { read, unread } = await attachedPolicies(apis.iam, attached);
  const subject = { kind: "policies", documents: [...documents, ...read] } as const;
  const later = await ask(subject, now ? questionsOf(lacking) : questions);
  const kept = now?.filter((one) => !lacking.includes(one)) ?? [];
  const updated =
    now && later.some(({ decision }) => decision === "allowed")
      ? [pass("Some of it only the role's template of the release wanted allows: the role is updated first.")]
      : [];
  // What a policy that nobody could read may allow is not known to be missing.
  const told = unread.length === 0 ? later : later.filter(({ decision }) => decision !== "implicitDeny");
  return { decisions: [...kept, ...told], notes: [...updated, ...unreadNote(unread)] };
}

/**
 * What the role's own policies ask about, in every published one: Panther's readiness check sends the same. Boundaries ask
 * about the region.
 */
function contextOfRole(run: Run, region: string): ContextValues {
  const { region: own, expectedAccountId: accountId } = run.environment;
  const text = (value: string) => ({ type: "string", values: [value] }) as const;
  return {
    "aws:RequestedRegion": text(region),
    "aws:ResourceTag/panther:app": text("panther"),
    "apigateway:Request/apiName": text("panther-api"),
    "lambda:FunctionArn": text(`arn:${partitionOf(own).name}:lambda:${own}:${accountId}:function:panther-api`),
  };
}

function unreadNote(unread: readonly string[]): readonly Observation[] {
  if (unread.length === 0) return [];
  const message = "The role's template attaches policies that could not be read; they were not simulated.";
  const fix = "Allow iam:GetPolicy and iam:GetPolicyVersion, or run it again once the role stands.";
  return [unknown(message, fix, { evidence: unread })];
}
