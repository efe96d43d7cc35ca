import type { AdoptedChange } from "../adopt/adoptionEvents.ts";
import type { DriverEvent } from "../events.ts";
import { labelled } from "./wrap.ts";

type Proposed = Extract<DriverEvent, { type: "adoption-planned" }>;

/** What somebody is asked to say yes to, at 80 columns. */
export function adoptionText(proposal: Proposed): string {
  const { environment, rootStackName, release, accountId, region, parameters, role, secrets, file } = proposal;
  return [
    labelled("Takes over  ", `${rootStackName}, which runs Panther v${release}, as ${environment}`),
    labelled("Where       ", `account ${accountId}, ${region}`),
    labelled("Parameters  ", `${parameters} of the root stack`),
    labelled("Role        ", roleText(role)),
    labelled("Secrets     ", secrets.length === 0 ? "none to give" : `to give: ${secrets.join(", ")}`),
    labelled("File        ", `${file.path}: ${fileTexts[file.action]}`),
    labelled("AWS         ", "nothing is changed there"),
  ].join("\n");
}

const fileTexts: Readonly<Record<Proposed["file"]["action"], string>> = {
  written: "is written",
  completed: "has Pulumi's encryption settings alone, and gets the rest",
  used: "is there, and says what runs",
};

function roleText(role: Proposed["role"]): string {
  return "stackName" in role ? `in stack ${role.stackName}, taken over, too` : `${role.arn}, managed elsewhere, stays`;
}

/** The question itself. */
export function adoptionQuestion({
  environment,
  rootStackName,
}: Pick<Proposed, "environment" | "rootStackName">): string {
  return `Take ${rootStackName} over as ${environment}?`;
}

/** How an adoption ended. */
export function adoptedText(event: Extract<DriverEvent, { type: "adopted" }>): string {
  const { environment, changes, leftToDefault } = event;
  return [
    labelled("  ", "Pulumi's state has the stacks. A preview replaces, deletes and creates nothing."),
    ...changes.map(changeText),
    ...(changes.length === 0 ? ["  The next up has nothing to change."] : []),
    ...(leftToDefault.length > 0
      ? [
          labelled(
            "  ! ",
            `The file does not set ${leftToDefault.join(", ")}. Nobody can read whether the stack has a value there: the next update puts the template's default in its place.`,
          ),
        ]
      : []),
    labelled("  ", `Next: commit stacks/Pulumi.${environment}.yaml; then panther plan ${environment}`),
  ].join("\n");
}

const stackNames: Readonly<Record<AdoptedChange["stack"], string>> = { role: "Deployment role", root: "Root stack" };

function changeText({ stack, changes }: AdoptedChange): string {
  const masked = changes.some((line) => line.includes("****"));
  const same = masked ? ". Where the value given is the one that it has, up finds nothing to do." : "";
  return labelled("  ", `${stackNames[stack]}, at the next up: ${changes.join("; ")}${same}`);
}
