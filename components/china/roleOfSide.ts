import * as pulumi from "@pulumi/pulumi";
import { PantherDeploymentRole, type PantherDeploymentRoleArgs } from "../PantherDeploymentRole.ts";
import { refusal } from "../refusal.ts";
import type { PantherChinaSideArgs } from "./sideArgs.ts";

/** The role that deploys a side. */
export interface SideRole {
  readonly arn: pulumi.Output<string>;
  /** Missing where somebody else manages the role. */
  readonly version: pulumi.Output<string> | undefined;
}

/** The deployment role of a side: one that is there, or a component that makes it. */
export function roleOfSide(
  name: string,
  { roleArn, role, runningRelease }: PantherChinaSideArgs,
  tags: PantherDeploymentRoleArgs["tags"],
  options: pulumi.ComponentResourceOptions,
): SideRole {
  if (roleArn !== undefined) return { arn: pulumi.output(roleArn), version: undefined };
  if (role === undefined) throw refusal(`${name} needs roleArn, or role with the template of one to deploy.`);
  return new PantherDeploymentRole(
    name,
    { ...role, ...(runningRelease !== undefined && { runningRelease }), ...(tags && { tags }) },
    options,
  );
}
