import type { Finding } from "../finding.ts";
import type { PlanFinding } from "../release/plan/planFindings.ts";
import type { ReleaseVersion } from "../release/version.ts";
import { type ChangeAt, flatChanges, isStack, type ResourceChange, type StackChanges } from "./changeTree.ts";
import { type Held, heldBy } from "./statefulTypes.ts";

/** What a preview can say. Errors are refused unless accepted by name; then they are warnings. */
export const changeFindingCodes = {
  "replaces-stateful": "error",
  "removes-stateful": "error",
  "removes-nested-stack": "error",
  "may-replace-stateful": "warning",
  "leaves-behind": "warning",
  "loses-messages-or-logs": "warning",
} as const;

export type ChangeFindingCode = keyof typeof changeFindingCodes;

/** What speaks against a hop by what it does to resources, errors first, one finding a resource. */
export function changeFindings(
  stack: StackChanges,
  { release, accept }: { readonly release: ReleaseVersion; readonly accept: readonly string[] },
): readonly PlanFinding[] {
  const found = flatChanges(stack).flatMap((at) => findingOf(at) ?? []);
  const findings = found.map(({ code, message, fix }): PlanFinding => {
    const isAccepted = accept.includes(code);
    const grave = changeFindingCodes[code] === "error";
    const severity = grave && !isAccepted ? "error" : "warning";
    // What loses data is grave enough to be read each time.
    return { severity, code, message, fix, releases: [release], accepted: isAccepted && !grave };
  });
  return [...findings.filter(({ severity }) => severity === "error"), ...findings.filter((one) => !isError(one))];
}

interface Found extends Pick<Finding, "message" | "fix"> {
  readonly code: ChangeFindingCode;
}

function isError({ severity }: Finding): boolean {
  return severity === "error";
}

function findingOf({ path, change }: ChangeAt): Found | undefined {
  const name = `${path.slice(1).join(" > ")} (${[change.type, nameOf(change)].join(" ").trim()})`;
  if (isStack(change)) return aboutStack(name, change);
  const held = heldBy(change.type);
  return held && aboutHolder(name, change, held);
}

/** Of an ARN or a URL, as queues have, the last part tells enough. */
function nameOf({ physicalId }: ResourceChange): string {
  if (physicalId === null) return "";
  const [, stack] = /:stack\/([^/]+)\//.exec(physicalId) ?? [];
  return stack ?? physicalId.split(/^(?:arn|https?):.*[:/]/).join("");
}

function aboutStack(name: string, { action, old }: ResourceChange): Found | undefined {
  if (action !== "remove" && action !== "replace") return undefined;
  if (old === "retained") return leavesBehind(`The nested stack ${name}`, action, old);
  return {
    code: "removes-nested-stack",
    message: `The nested stack ${name} is ${action === "remove" ? "removed" : "replaced"}, with everything in it.`,
    fix: `Find out why: a parameter may have switched it off. ${ifMeant("removes-nested-stack")}`,
  };
}

function aboutHolder(name: string, change: ResourceChange, { holding, what }: Held): Found | undefined {
  const { action, old, mayBeReplaced } = change;
  if (action === "modify" && mayBeReplaced && holding === "lasting") {
    return {
      code: "may-replace-stateful",
      message: `${name} may be replaced${becauseOf(change)}: CloudFormation can't tell beforehand. It has ${what}.`,
      fix: old === null ? "Back it up before." : "What stands would be kept; the new one would be empty.",
    };
  }
  if (action !== "replace" && action !== "remove") return undefined;
  if (old !== "deleted") return leavesBehind(name, action, old);
  const done = action === "replace" ? `replaced by a new, empty one${becauseOf(change)}` : "removed";
  const message = `${name} is ${done}. What is lost: its ${what}.`;
  if (holding === "passing") {
    return { code: "loses-messages-or-logs", message, fix: "Save first what you need of it." };
  }
  const code = action === "replace" ? "replaces-stateful" : "removes-stateful";
  return { code, message, fix: `Back it up before. ${ifMeant(code)}` };
}

function leavesBehind(name: string, action: "replace" | "remove", old: ResourceChange["old"]): Found {
  const what = old === "snapshot" ? "A snapshot of it" : "The old one";
  return {
    code: "leaves-behind",
    message: `${name} is ${action === "replace" ? "replaced by a new, empty one" : "taken out of the stack"}. ${what} stays behind, with all that is in it, and no stack knows of it any more.`,
    fix: "Bring over what is still needed, then delete it by hand: until then it costs, and its name is taken.",
  };
}

function becauseOf({ causes }: ResourceChange): string {
  const replacing = causes.filter(({ replaces }) => replaces !== "never");
  const names = replacing.map(({ property, from }) => (from === null ? property : `${property} (by ${from})`));
  return names.length === 0 ? "" : ` because of ${names.join(", ")}`;
}

function ifMeant(code: ChangeFindingCode): string {
  return `If it is meant: --accept ${code}`;
}
