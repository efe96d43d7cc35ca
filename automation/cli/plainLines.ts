import type { DriverEvent } from "../events.ts";
import { progressText } from "./copyText.ts";
import { lineOf, nameOfStep } from "./progressView.ts";
import { keyStepNames } from "./rotationText.ts";
import { progressDetail } from "./stackRows.ts";
import { bucketDetail, teardownStepName } from "./tornDownText.ts";

const minute = 60_000;
const stackType = "AWS::CloudFormation::Stack";

/**
 * What is printed where there is no terminal: besides what stays on one, the beginning of each step, every stack's own
 * changes, a build's phases and log, and once a minute how far it is. Pipelines end a job that is silent for long.
 * @param now Milliseconds.
 */
export function plainLines(now: () => number): (event: DriverEvent) => string | undefined {
  const statuses = new Map<string, string>();
  let told = Number.NEGATIVE_INFINITY;
  return (event) => {
    switch (event.type) {
      case "step-started":
        told = now();
        return `  ${nameOfStep(event)} …`;
      case "key-step-started":
        return `  ${keyStepNames[event.step]} …`;
      case "teardown-step-started":
        told = now();
        return `  ${teardownStepName(event)} …`;
      case "bucket-progress":
        if (now() - told < minute) return undefined;
        told = now();
        return `    ${bucketDetail(event)}`;
      case "resource-event": {
        // Of a nested stack its parent tells the same.
        const name = event.path.join(" > ");
        if (event.resourceType !== stackType || statuses.get(name) === event.status) return undefined;
        statuses.set(name, event.status);
        return `    ${event.time} ${name} ${event.status}`;
      }
      case "stack-progress":
      case "copy-progress":
        if (now() - told < minute) return undefined;
        told = now();
        return `    ${event.type === "copy-progress" ? progressText(event) : progressDetail(event)}`;
      case "build-started":
        return `    ${event.id} ${event.joined ? "runs already" : "started"}`;
      case "build-phase":
        return `    ${event.phase}`;
      case "build-log":
        return `    | ${event.line}`;
      default:
        return lineOf(event);
    }
  };
}
