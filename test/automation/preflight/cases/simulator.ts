import type { Simulation } from "../fakeSimulator.ts";

/** A page of IAM's simulator that denies some actions, whoever asks, in the shape that it has for several resources. */
export function simulator(denied: readonly string[], decision = "implicitDeny") {
  return ({ ActionNames, ResourceArns, OrderedOrganizationPolicyInputList: levels }: Simulation) => ({
    IsTruncated: false,
    EvaluationResults: ActionNames.map((action) => {
      const said = denied.includes(action) ? decision : "allowed";
      return {
        EvalActionName: action,
        EvalResourceName: "*",
        EvalDecision: said,
        OrganizationsDecisionDetail: { AllowedByOrganizations: !levels || said === "allowed" },
        ResourceSpecificResults: ResourceArns.map((resource) => ({
          EvalResourceName: resource,
          EvalResourceDecision: said,
          MatchedStatements:
            said === "implicitDeny"
              ? []
              : [
                  {
                    SourcePolicyId: "PolicyInputList.1",
                    SourcePolicyType: "IAM Policy",
                    StartPosition: { Line: 2, Column: 2 },
                  },
                ],
        })),
      };
    }),
  });
}
