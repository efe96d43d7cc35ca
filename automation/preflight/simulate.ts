import type { EvaluationResult } from "@aws-sdk/client-iam";
import type { SimulatedDecision } from "../../model/preflight/simulation.ts";
import type { PreflightApis } from "./clients.ts";

type SimulationApi = Pick<PreflightApis["iam"], "simulatePrincipalPolicy" | "simulateCustomPolicy">;

/** Whose policies are simulated. */
export type Subject =
  /** ARN of a user or a role. */
  | { readonly kind: "principal"; readonly arn: string }
  /** JSON documents of somebody who is not there yet. */
  | { readonly kind: "policies"; readonly documents: readonly string[] };

/** Actions, each asked for on all of the resources. */
export interface Question {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

// Well below what one request of IAM may hold, and few enough for one page of an answer.
const chunkOfActions = 50;
const chunkOfResources = 50;

/** Asks IAM's simulator, side by side, all pages. */
export async function simulate(
  iam: SimulationApi,
  subject: Subject,
  questions: readonly Question[],
): Promise<readonly SimulatedDecision[]> {
  const asked = questions.flatMap(({ actions, resources }) =>
    chunks(actions, chunkOfActions).flatMap((some) =>
      chunks(resources, chunkOfResources).map((on) => ({ actions: some, resources: on })),
    ),
  );
  return (await Promise.all(asked.map((question) => simulateChunk(iam, subject, question)))).flat();
}

async function simulateChunk(
  iam: SimulationApi,
  subject: Subject,
  { actions, resources }: Question,
): Promise<readonly SimulatedDecision[]> {
  const decisions: SimulatedDecision[] = [];
  let marker: string | undefined;
  do {
    const input = {
      ActionNames: [...actions],
      ResourceArns: [...resources],
      // Panther's templates demand TLS, which every call of CloudFormation has.
      ContextEntries: [
        { ContextKeyName: "aws:SecureTransport", ContextKeyType: "boolean" as const, ContextKeyValues: ["true"] },
      ],
      ...(marker !== undefined && { Marker: marker }),
    };
    const page =
      subject.kind === "principal"
        ? await iam.simulatePrincipalPolicy({ ...input, PolicySourceArn: subject.arn })
        : await iam.simulateCustomPolicy({ ...input, PolicyInputList: [...subject.documents] });
    decisions.push(...(page.EvaluationResults ?? []).flatMap(decisionsOf));
    marker = page.IsTruncated ? page.Marker : undefined;
  } while (marker !== undefined);
  const answered = new Set(decisions.map(({ resource }) => resource));
  const left = resources.length > 1 ? resources.filter((resource) => !answered.has(resource)) : [];
  // What was not answered is not allowed by that: each is asked for alone.
  const alone = await Promise.all(left.map((one) => simulateChunk(iam, subject, { actions, resources: [one] })));
  return [...decisions, ...alone.flat()];
}

/** With several resources AWS answers for each of them inside the action's answer. */
function decisionsOf(result: EvaluationResult): readonly SimulatedDecision[] {
  const { EvalActionName: action = "", ResourceSpecificResults: each = [] } = result;
  if (each.length === 0) {
    const {
      EvalResourceName: resource = "*",
      EvalDecision,
      MatchedStatements,
      PermissionsBoundaryDecisionDetail,
    } = result;
    return [decision(action, resource, EvalDecision, MatchedStatements, PermissionsBoundaryDecisionDetail)];
  }
  return each.map(
    ({ EvalResourceName = "*", EvalResourceDecision, MatchedStatements, PermissionsBoundaryDecisionDetail }) =>
      decision(action, EvalResourceName, EvalResourceDecision, MatchedStatements, PermissionsBoundaryDecisionDetail),
  );
}

function decision(
  action: string,
  resource: string,
  said: string | undefined,
  statements: EvaluationResult["MatchedStatements"] = [],
  boundary: EvaluationResult["PermissionsBoundaryDecisionDetail"] = {},
): SimulatedDecision {
  return {
    action,
    resource,
    decision: said === "allowed" || said === "explicitDeny" ? said : "implicitDeny",
    boundary: boundary.AllowedByPermissionsBoundary === false,
    policies: [...new Set(statements.flatMap(({ SourcePolicyId }) => SourcePolicyId ?? []))],
  };
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
