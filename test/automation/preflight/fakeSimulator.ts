interface Statement {
  readonly Effect: string;
  readonly Action: string;
  readonly Condition?: { readonly StringNotEquals?: Readonly<Record<string, string>> };
}

export interface Simulation {
  readonly ActionNames: readonly string[];
  readonly ResourceArns: readonly string[];
  readonly PolicyInputList?: readonly string[];
  readonly PolicySourceArn?: string;
  readonly ContextEntries?: readonly {
    readonly ContextKeyName: string;
    readonly ContextKeyValues: readonly string[];
  }[];
  readonly OrderedOrganizationPolicyInputList?: readonly {
    readonly ServiceControlPolicyInputList: readonly string[];
  }[];
}

/**
 * Answers in the shape of IAM's simulator for statements with one action, or all, and StringNotEquals, which also holds where
 * the request does not have the key.
 * @param knowsLevels whether it takes the organization's policies, as IAM does since July 2026
 */
export function simulateCustomPolicy(knowsLevels = true) {
  return (input: Simulation) => {
    const context = new Map(
      (input.ContextEntries ?? []).map((entry) => [entry.ContextKeyName.toLowerCase(), entry.ContextKeyValues[0]]),
    );
    const levels = knowsLevels ? (input.OrderedOrganizationPolicyInputList ?? []) : [];
    return {
      EvaluationResults: input.ActionNames.flatMap((action) =>
        input.ResourceArns.map((resource) => {
          const own = decided(input.PolicyInputList ?? [], action, context);
          const above = levels.map((level) => decided(level.ServiceControlPolicyInputList, action, context));
          const stopped = above.find(({ decision }) => decision !== "allowed");
          return {
            EvalActionName: action,
            EvalResourceName: resource,
            EvalDecision: stopped?.decision ?? own.decision,
            // Of the organization's statements none is told.
            MatchedStatements: stopped ? [] : own.matched,
            ...(levels.length > 0 && { OrganizationsDecisionDetail: { AllowedByOrganizations: !stopped } }),
          };
        }),
      ),
    };
  };
}

function decided(documents: readonly string[], action: string, context: ReadonlyMap<string, string | undefined>) {
  const holding = documents.flatMap((text, number) =>
    (JSON.parse(text) as { Statement: readonly Statement[] }).Statement.flatMap((statement, index) => {
      const { Action, Condition: { StringNotEquals: asked = {} } = {} } = statement;
      const holds = Object.entries(asked).every(([key, value]) => context.get(key.toLowerCase()) !== value);
      const told = { SourcePolicyId: `PolicyInputList.${number + 1}`, StartPosition: { Line: index + 2, Column: 2 } };
      return (Action === "*" || Action === action) && holds ? [{ effect: statement.Effect, told }] : [];
    }),
  );
  const of = (effect: string) => holding.filter((one) => one.effect === effect).map(({ told }) => told);
  if (of("Deny").length > 0) return { decision: "explicitDeny", matched: of("Deny") };
  return of("Allow").length > 0
    ? { decision: "allowed", matched: of("Allow") }
    : { decision: "implicitDeny", matched: [] };
}
