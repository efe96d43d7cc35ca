import { type Observation, unknown, warning } from "../../model/preflight/outcome.ts";
import { byRequestedRegion, type ContextValues } from "../../model/preflight/requestContext.ts";
import { policiesOfTemplate } from "../../model/preflight/rolePolicies.ts";
import { afterUpdate, differing } from "../../model/preflight/roleUpdate.ts";
import { deniedLines, type SimulatedDecision } from "../../model/preflight/simulation.ts";
import { partitionOf } from "../../model/release/partition.ts";
import { parseTemplate } from "../../model/release/templateText.ts";
import { liveStack } from "../liveStack.ts";
import type { Run } from "../run.ts";
import { attachedPolicies } from "./attachedPolicies.ts";
import type { Context } from "./context.ts";
import { roleOfTemplate, standingRole } from "./roleSubject.ts";
import { type Question, questionsOf, type Subject, simulate } from "./simulate.ts";

export interface RoleSimulation {
  /** Only what could be decided. */
  readonly decisions: readonly SimulatedDecision[];
  /** What the simulation left out, or can't be sure of. */
  readonly notes: readonly Observation[];
}

/**
 * Simulates the deployment role as it will act. One that the environment deploys is updated before it is needed, by the
 * template of the release wanted: that one's policies are asked, within the boundary of the role that stands, since an update
 * leaves it, and with what somebody attached to that role besides. The standing role answers where it stays as it is.
 */
export async function simulateRole(context: Context, questions: readonly Question[]): Promise<RoleSimulation> {
  const { run, apis, facts } = context;
  const standing = await standingRole(run, apis.iam);
  const askStanding = async () =>
    standing ? await ask(context, { kind: "principal", arn: standing.Arn ?? "" }, questions) : [];
  if (run.environment.deploymentRole.kind === "existing") {
    const note = unknown("The deployment role is not there, so nothing of it can be simulated.", "Make it first.");
    return standing ? { decisions: await askStanding(), notes: [] } : { decisions: [], notes: [note] };
  }
  if (standing && (await facts.roleStays())) return { decisions: await askStanding(), notes: [] };
  const { documents, attached } = roleOfTemplate(run, await facts.role());
  const boundaryArn = standing?.PermissionsBoundary?.PermissionsBoundaryArn;
  const [policies, boundary] = await Promise.all([
    attachedPolicies(apis.iam, attached),
    attachedPolicies(apis.iam, boundaryArn === undefined ? [] : [boundaryArn]),
  ]);
  const [limit] = boundary.read;
  const subject: Subject = {
    kind: "policies",
    documents: [...documents, ...policies.read],
    ...(limit !== undefined && { boundary: limit }),
  };
  const [later, now] = await Promise.all([ask(context, subject, questions), askStanding()]);
  const otherwise = differing({ later, now });
  const old = otherwise.length > 0 ? await standingTemplate(context) : undefined;
  const before = old ? await ask(context, old, questionsOf(otherwise)) : [];
  const { decisions, freed } = afterUpdate({ later, now, before });
  // What a policy that nobody could read may allow is not known to be missing.
  const told =
    policies.unread.length === 0
      ? decisions
      : decisions.filter(({ decision, boundary: isBounded }) => decision !== "implicitDeny" || isBounded);
  return { decisions: told, notes: [...freedNote(freed), ...unreadNote(policies.unread)] };
}

/** The policies in the template that the role's stack has; none where nobody may read it. */
async function standingTemplate({ run, apis }: Context): Promise<Subject | undefined> {
  const { deploymentRole, expectedAccountId: accountId, region } = run.environment;
  if (deploymentRole.kind === "existing") return undefined;
  try {
    const { templateBody, parameters } = await liveStack(run.aws.stacks, deploymentRole.stackName);
    const { documents, attached } = policiesOfTemplate(parseTemplate(templateBody), parameters, { accountId, region });
    const { read, unread } = await attachedPolicies(apis.iam, attached);
    return unread.length === 0 ? { kind: "policies", documents: [...documents, ...read] } : undefined;
  } catch {
    return undefined;
  }
}

async function ask({ run, apis }: Context, subject: Subject, questions: readonly Question[]) {
  const regions = [...byRequestedRegion(questions, run.environment.region)];
  const answers = regions.map(([region, some]) => simulate(apis.iam, subject, some, contextOfRole(run, region)));
  return (await Promise.all(answers)).flat();
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

/** An update takes away a deny of the role's own template; the simulator does not tell who attached a policy. */
function freedNote(freed: readonly SimulatedDecision[]): readonly Observation[] {
  if (freed.length === 0) return [];
  const message = "A policy of the role as it stands forbids what its template of the release wanted allows.";
  const fix =
    "Remove that policy where somebody else attached it: the update takes away what the role's template gave.";
  return [warning(message, fix, { evidence: deniedLines(freed) })];
}

function unreadNote(unread: readonly string[]): readonly Observation[] {
  if (unread.length === 0) return [];
  const message = "The role's template attaches policies that could not be read; they were not simulated.";
  const fix = "Allow iam:GetPolicy and iam:GetPolicyVersion, or run it again once the role stands.";
  return [unknown(message, fix, { evidence: unread })];
}
