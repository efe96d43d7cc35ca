import { changesAnything, type RecoveryStep } from "../../model/recovery/recoveryStep.ts";
import { pathOf } from "../../model/recovery/skips.ts";
import type { DriverEvent } from "../events.ts";
import type { PulumiSide, RecoveryPlan } from "../recovery/recoveryEvents.ts";
import { labelled } from "./wrap.ts";

/** What a recovery has found and will do, at 80 columns. */
export function recoveryText({ environment, stacks, skipped, leftovers, pulumi }: RecoveryPlan): string {
  return [
    ...(stacks.length === 0 ? [`${environment} has no stacks: there is nothing to recover.`] : []),
    ...stacks.flatMap(stackText),
    ...(skipped.length > 0 ? [labelled("  left as it is: ", skipped.map(pathOf).join(", "))] : []),
    ...leftovers.map(({ name }) => labelled("  → ", `Delete ${name}: it is empty, left by a change set.`)),
    ...pulumiText(pulumi),
  ].join("\n");
}

function stackText(step: RecoveryStep): readonly string[] {
  const { name, status, means, statusReason, blocked, text, commands, answer } = step;
  const reason = statusReason?.trim();
  return [
    labelled("", `${name} is ${status}: ${means}.`),
    ...(reason && answer !== "nothing" ? [labelled("  ", reason)] : []),
    ...blocked.map((resource) => labelled("  ✗ ", `${pathOf(resource)} (${resource.type}): ${resource.reason.trim()}`)),
    labelled("  → ", text),
    ...commands.map((command) => `    ${command}`),
  ];
}

function pulumiText(pulumi: PulumiSide): readonly string[] {
  switch (pulumi.kind) {
    case "none":
      return [];
    case "unavailable":
      return [labelled("Pulumi: ", pulumi.message)];
    case "found": {
      const lines = [
        ...pulumi.pending.map(
          ({ operation, stackName, urn }) => `${stackName ?? urn}: ${operation} was cut off; it is settled`,
        ),
        ...(pulumi.lockPossible ? ["a run was killed: its lock is cancelled, if it left one"] : []),
      ];
      return lines.map((line) => labelled("Pulumi: ", line));
    }
  }
}

/** The question itself. */
export function recoveryQuestion({ environment, stacks }: RecoveryPlan): string {
  const what = changesAnything(stacks) ? "Recover" : "Clean up";
  return `${what} ${environment}?`;
}

export function recoveredText({ environment, stacks }: Extract<DriverEvent, { type: "recovered" }>): string {
  const states = Object.entries(stacks).map(([name, status]) => `${name} is ${status}`);
  return labelled("", states.length > 0 ? `Now ${states.join(", ")}.` : `Now ${environment} has no stacks.`);
}
