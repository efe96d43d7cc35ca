import type { Finding } from "../finding.ts";
import { otherPanthers, type SeenStack } from "../preflight/otherStacks.ts";
import type { PulumiTeardown } from "./teardownPlan.ts";

/** Buckets are known by tags alone, and those of two Panthers have the same. */
export function othersFindings(seen: readonly SeenStack[], ownNames: readonly string[]): readonly Finding[] {
  const others = otherPanthers(seen, ownNames).map(({ name }) => name);
  if (others.length === 0) return [];
  return [
    {
      severity: "error",
      code: "another-panther",
      message: `Another Panther stands in this account and region, by its stacks ${others.join(", ")}. Its buckets and log groups can't be told from this one's.`,
      fix: `If it is the one that is to go, name its stack: panther teardown --stack ${others[0]}. There is one Panther in an account and region, so one of the two is most often a remnant: delete that one's stacks first. If it is not Panther's and only tagged like it, and none of the plan's buckets are its own, accept this by name (--accept another-panther).`,
    },
  ];
}

export function unreadFinding({ things, why }: { readonly things: string; readonly why: string }): Finding {
  return {
    severity: "warning",
    code: "could-not-look",
    message: `Which ${things} stay can't be told: ${why}`,
    fix: "Nothing of them is touched; allow the caller to list them to see them here.",
  };
}

export function pulumiFindings(pulumi: PulumiTeardown): readonly Finding[] {
  if (pulumi.kind === "none" || pulumi.kind === "kept") return [];
  if (pulumi.kind === "unavailable") {
    const { message, fix } = pulumi;
    return [
      {
        severity: "error",
        code: "pulumi-unavailable",
        message,
        fix: `${fix} Where the state is lost, accept this by name: --accept pulumi-unavailable`,
      },
    ];
  }
  if (pulumi.strangers.length === 0) return [];
  return [
    {
      severity: "warning",
      code: "state-of-others",
      message: `Pulumi's state has what this project's program did not make: ${pulumi.strangers.join(", ")}.`,
      fix: "That is left, and the state with it: destroy it with Pulumi, before or afterwards.",
    },
  ];
}
