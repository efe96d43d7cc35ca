import { tagOf } from "../../model/release/version.ts";
import type { AdoptionProposal } from "./adoptionEvents.ts";
import type { AdoptionPlan } from "./adoptionPlan.ts";

export function proposalOf({ standing, file, environment, role, asked }: AdoptionPlan): AdoptionProposal {
  const { live, rootStackId } = standing;
  const actions = { none: "written", settings: "completed", environment: "used" } as const;
  return {
    environment: environment.name,
    rootStackName: live.rootStackName,
    rootStackId,
    release: live.release,
    accountId: live.accountId,
    region: live.region,
    parameters: Object.keys(live.parameters).length,
    role: role && live.role.kind === "stack" ? { stackName: live.role.stackName } : { arn: live.role.arn },
    secrets: asked.map(({ name }) => name),
    file: { path: `stacks/Pulumi.${environment.name}.yaml`, action: actions[file.kind] },
  };
}

/** The first lines of a new environment's file. */
export function headingOf({ standing: { live } }: AdoptionPlan): string {
  return [
    `Taken over from the stack ${live.rootStackName}, which runs Panther ${tagOf(live.release)}. Every parameter is written down: one that is`,
    "left out goes back to the template's default. Every key with its rules: docs/configuration.md",
  ].join("\n");
}
