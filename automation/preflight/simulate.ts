import type { EvaluationResult } from "@aws-sdk/client-iam";
import type { ContextValues } from "../../model/preflight/requestContext.ts";
import type { SimulatedDecision } from "../../model/preflight/simulation.ts";
import type { PreflightApis } from "./clients.ts";

export type SimulationApi = Pick<PreflightApis["iam"], "simulatePrincipalPolicy" | "simulateCustomPolicy">;

/** Whose policies are simulated. */
export type Subject =
  /** ARN of a user or a role. */
  | { readonly kind: "principal"; readonly arn: string }
  /** JSON documents of somebody who is not there yet. */
  | {
      readonly kind: "policies";
      readonly documents: readonly string[];
      /** JSON document of their permissions boundary. */
      readonly boundary?: string;
      /** Documents of service control policies above them, from the organization's root down to the account. */
      readonly levels?: readonly (readonly string[])[];
    };

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
  values: ContextValues = {},
): Promise<readonly SimulatedDecision[]> {
  const asked = merged(questions).flatMap(({ actions, resources }) =>
    chunks(actions, chunkOfActions).flatMap((some) =>
      chunks(resources, chunkOfResources).map((on) => ({ actions: some, resources: on })),
    ),
  );
  const decisions = (await Promise.all(asked.map((question) => simulateChunk(iam, subject, question, values)))).flat();
  const pairs = new Set(questions.flatMap(({ actions, resources }) => pairsOf(actions, resources)));
  return decisions.filter(({ action, resource }) => pairs.has(`${action} ${resource}`));
}

/**
 * Questions about the same kind of resources as one: a request asks for every action on every resource, and what nobody
 * asked is left out of the answer.
 */
function merged(questions: readonly Question[]): readonly Question[] {
  const kinds = new Map<string, { readonly actions: Set<string>; readonly resources: Set<string> }>();
  for (const { actions, resources } of questions) {
    for (const resource of resources) {
      // `arn:aws:iam`, or `*`.
      const service = resource.split(":").slice(0, 3).join(":");
      const known = kinds.get(service) ?? { actions: new Set(), resources: new Set() };
      for (const action of actions) known.actions.add(action);
      kinds.set(service, { ...known, resources: known.resources.add(resource) });
    }
  }
  return [...kinds.values()].map(({ actions, resources }) => ({ actions: [...actions], resources: [...resources] }));
}

function pairsOf(actions: readonly string[], resources: readonly string[]): readonly string[] {
  return actions.flatMap((action) => resources.map((resource) => `${action} ${resource}`));
}

async function simulateChunk(
  iam: SimulationApi,
  subject: Subject,
  { actions, resources }: Question,
  values: ContextValues,
): Promise<readonly SimulatedDecision[]> {
  const decisions: SimulatedDecision[] = [];
  let marker: string | undefined;
  do {
    const input = {
      ActionNames: [...actions],
      ResourceArns: [...resources],
      ContextEntries: contextEntries(values),
      ...(marker !== undefined && { Marker: marker }),
    };
    const page =
      subject.kind === "principal"
        ? await iam.simulatePrincipalPolicy({ ...input, PolicySourceArn: subject.arn })
        : await iam.simulateCustomPolicy({
            ...input,
            PolicyInputList: [...subject.documents],
            ...(subject.boundary !== undefined && { PermissionsBoundaryPolicyInputList: [subject.boundary] }),
            ...(subject.levels && {
              OrderedOrganizationPolicyInputList: subject.levels.map((documents) => ({
                ServiceControlPolicyInputList: [...documents],
              })),
            }),
          });
    decisions.push(...(page.EvaluationResults ?? []).flatMap(decisionsOf));
    marker = page.IsTruncated ? page.Marker : undefined;
  } while (marker !== undefined);
  const answered = new Set(decisions.map(({ resource }) => resource));
  const left = resources.length > 1 ? resources.filter((resource) => !answered.has(resource)) : [];
  // What was not answered is not allowed by that: each is asked for alone.
  const alone = await Promise.all(
    left.map((one) => simulateChunk(iam, subject, { actions, resources: [one] }, values)),
  );
  return [...decisions, ...alone.flat()];
}

/** All that a call of CloudFormation has comes over TLS. */
function contextEntries(values: ContextValues) {
  const all: ContextValues = { "aws:SecureTransport": { type: "boolean", values: ["true"] }, ...values };
  return Object.entries(all).map(([ContextKeyName, { type, values: given }]) => ({
    ContextKeyName,
    ContextKeyType: type,
    ContextKeyValues: [...given],
  }));
}

/** With several resources AWS answers for each of them inside the action's answer. */
function decisionsOf(result: EvaluationResult): readonly SimulatedDecision[] {
  const { EvalActionName: action = "", ResourceSpecificResults: each = [] } = result;
  // What the organization says stands on the action alone.
  const organization = result.OrganizationsDecisionDetail?.AllowedByOrganizations;
  const alone = {
    ...result,
    EvalResourceName: result.EvalResourceName ?? "*",
    EvalResourceDecision: result.EvalDecision,
  };
  return (each.length > 0 ? each : [alone]).map((one) => {
    const said = one.EvalResourceDecision;
    const matched = one.MatchedStatements ?? [];
    return {
      action,
      resource: one.EvalResourceName ?? "*",
      decision: said === "allowed" || said === "explicitDeny" ? said : "implicitDeny",
      boundary: one.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false,
      organization: organization === false,
      ...(organization === true && { clearedByOrganization: true as const }),
      policies: [...new Set(matched.flatMap(({ SourcePolicyId }) => SourcePolicyId ?? []))],
      matched: matched.flatMap(({ SourcePolicyId: policyId, StartPosition: { Line: line } = {} }) =>
        policyId === undefined ? [] : [{ policyId, ...(line !== undefined && { line }) }],
      ),
    };
  });
}

/** What some decisions were about, to be asked again. */
export function questionsOf(decisions: readonly SimulatedDecision[]): readonly Question[] {
  const byAction = new Map<string, string[]>();
  for (const { action, resource } of decisions) byAction.set(action, [...(byAction.get(action) ?? []), resource]);
  return [...byAction].map(([action, resources]) => ({ actions: [action], resources }));
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
