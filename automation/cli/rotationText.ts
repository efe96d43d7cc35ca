import type { KeyStep, ListedKey, RotationEvent, RotationPlan } from "../china/rotation/rotationEvents.ts";
import { labelled } from "./wrap.ts";

export const keyStepNames: Readonly<Record<KeyStep, string>> = {
  "new-key": "new gateway key",
  answers: "it answers",
  secret: "secret",
  web: "web app",
  check: "bridge check",
  overlap: "overlap",
  disable: "old key disabled",
  delete: "old key deleted",
};

/** What a rotation has found and will do, at 80 columns. */
export function rotationText({ environment, url, secret, work, overlapMinutes, keys }: RotationPlan): string {
  const begin = [
    labelled("  → ", `Make a key for ${url}, wait until it answers everywhere, write it into the secret ${secret}.`),
  ];
  return [
    `${environment}: ${work === "rotate" ? "a new key for the gateway in China" : "finish the rotation of the gateway's key"}`,
    ...keys.map(keyText),
    ...(work === "rotate" ? begin : []),
    labelled("  → ", "Start the web app's services anew where they began before the secret was changed, and check."),
    labelled("  → ", `After ${overlapMinutes} minutes disable older keys of ours, and delete those disabled for long.`),
  ].join("\n");
}

/** The question itself. */
export function rotationQuestion({ environment, work }: RotationPlan): string {
  return work === "rotate" ? `Rotate the gateway key of ${environment}?` : `Finish the rotation of ${environment}?`;
}

/** The line that stays on the screen after an event of a rotation; undefined for what only the live part shows. */
export function rotationLine(event: RotationEvent): string | undefined {
  switch (event.type) {
    case "rotation-planned":
      return `\n${rotationText(event)}\n`;
    case "key-step-started":
      return undefined;
    case "key-step-finished": {
      const { step, outcome, seconds, of } = event;
      const mark = { done: "✓ done", unchanged: "✓ unchanged", failed: "✗ failed" }[outcome];
      const line = `  ${keyStepNames[step].padEnd(18)} ${mark.padEnd(12)} ${seconds.toFixed(1).padStart(7)} s`;
      return of.length === 0 ? line : `${line}\n${labelled("    ", of.join(", "))}`;
    }
    case "gateway-keys":
      return ["", ...event.keys.map(keyText)].join("\n");
  }
}

function keyText({ id, name, ours, enabled, inSecret, created }: ListedKey): string {
  const states = [
    `made ${created.slice(0, 10)}`,
    ...(inSecret ? ["in the secret"] : []),
    enabled ? "enabled" : "disabled",
    ...(ours ? [] : ["not this project's: left alone"]),
  ];
  return [labelled("  ", `${id} ${name}`), labelled("    ", states.join(", "))].join("\n");
}
