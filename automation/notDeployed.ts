import type { Outcome } from "./command.ts";

/** A refusal because nothing stands that could be upgraded or built after. */
export function notDeployed(environment: string): Outcome {
  return {
    kind: "refused",
    event: {
      type: "failed",
      code: "not-deployed",
      message: `Nothing runs in ${environment} yet. Nothing was changed.`,
      fix: `Deploy it first: panther deploy ${environment}`,
    },
  };
}
