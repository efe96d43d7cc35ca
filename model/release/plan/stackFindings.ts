import type { Finding } from "../../finding.ts";
import { conditionOf } from "../../rules/stackStatus.ts";

/** What the state of a stack means for a plan; nothing where it is settled or not there. */
export function stackFindings(
  stack: { readonly name: string; readonly status: string } | undefined,
): readonly Finding[] {
  if (!stack) return [];
  const { name, status } = stack;
  switch (conditionOf(status)) {
    case "busy":
      return [
        {
          severity: "warning",
          code: "stack-busy",
          message: `CloudFormation is at work on ${name} (${status}), so what runs may change.`,
          fix: "Plan again once it is done; deploy and upgrade wait for it.",
        },
      ];
    case "never-created":
      return [
        {
          severity: "warning",
          code: "creation-failed",
          message: `The first creation of ${name} failed (${status}): it can't be updated.`,
          fix: "panther deploy deletes it and creates it again.",
        },
      ];
    case "stuck":
    case "review":
      return [
        {
          severity: "error",
          code: "stack-stuck",
          message: `${name} is ${status}: a person has to decide how it goes on.`,
          fix: "panther recover shows what gets it moving again, and does it.",
        },
      ];
    default:
      return [];
  }
}
