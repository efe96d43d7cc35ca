import { Stack } from "@pulumi/aws/cloudformation/stack.js";
import { getRoleOutput } from "@pulumi/aws/iam/getRole.js";
import * as pulumi from "@pulumi/pulumi";
import { versionOfTemplateUrl } from "../model/release/templateUrl.ts";
import { tagOf } from "../model/release/version.ts";
import { roleChangeProblem } from "../model/rules/releaseChange.ts";
import { identityGuard, releaseGuard, withHooks } from "./guards.ts";

/** Arguments of {@link PantherDeploymentRole}. */
export interface PantherDeploymentRoleArgs {
  /** Name of the role's own CloudFormation stack. Can't be changed. */
  readonly stackName: pulumi.Input<string>;
  /** URL of a deployment role template, of the release that the root stack is to have. */
  readonly templateUrl: pulumi.Input<string>;
  /** Name of the IAM role, the template's parameter DeploymentRoleName. Global in an account. Can't be changed. */
  readonly roleName: pulumi.Input<string>;
  /**
   * Further parameters that the template of that version has: IdentityAccountId, whose principals may assume the role,
   * and from v1.77 on OpsAccountId. Left out: the account itself alone.
   */
  readonly parameters?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** The release that runs in the root stack, where the caller has seen it in AWS; see PantherRootStack. */
  readonly runningRelease?: string;
  /** Tags of the role's stack. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * The role that CloudFormation deploys Panther with, from Panther's own template and nothing added to its trust.
 * It may create arbitrary IAM entities: treat it as the sensitive administrator role that it is.
 * Source: Panther documentation, "Check IAM Permissions".
 */
export class PantherDeploymentRole extends pulumi.ComponentResource {
  /** ARN of the role, to be given to the root stack as its service role. */
  readonly arn: pulumi.Output<string>;
  /** Version of the role's template, with the leading `v`; blank where its URL names none. */
  readonly version: pulumi.Output<string>;
  /** ID (ARN) of the role's stack. */
  readonly stackId: pulumi.Output<string>;

  constructor(name: string, args: PantherDeploymentRoleArgs, options?: pulumi.ComponentResourceOptions) {
    const { stackName, roleName, templateUrl } = args;
    const component = { type: "PantherDeploymentRole", name };
    // The inputs are what the identity guard compares, next time.
    super(
      "panther:index:PantherDeploymentRole",
      name,
      { stackName, roleName },
      withHooks(options, { beforeUpdate: [identityGuard(component)] }),
    );
    const stack = new Stack(
      `${name}-stack`,
      {
        name: stackName,
        templateUrl,
        parameters: pulumi
          .output(args.parameters ?? {})
          .apply(
            (parameters): Record<string, pulumi.Input<string>> => ({ ...parameters, DeploymentRoleName: roleName }),
          ),
        // The role has a name of its own, and newer templates bring managed policies with fixed names.
        capabilities: ["CAPABILITY_NAMED_IAM"],
        ...(args.tags && { tags: args.tags }),
      },
      {
        parent: this,
        // Root stacks in other regions of the account may use this role, and none can be updated without its own.
        protect: true,
        hooks: { beforeUpdate: [releaseGuard(component, roleChangeProblem, args.runningRelease)] },
      },
    );
    this.stackId = stack.id;
    this.version = pulumi.output(templateUrl).apply((url) => {
      const version = versionOfTemplateUrl(url);
      return version ? tagOf(version) : "";
    });
    // Role templates of older minors have no output: then the role itself is asked. Inside apply, because a preview of a
    // changed stack must not ask for a role that is not there yet.
    this.arn = stack.outputs.apply((outputs) =>
      outputs.DeploymentRoleArn === undefined
        ? getRoleOutput({ name: roleName }, { parent: this }).arn
        : pulumi.output(outputs.DeploymentRoleArn),
    );
    this.registerOutputs({ arn: this.arn, version: this.version, stackId: this.stackId });
  }
}
