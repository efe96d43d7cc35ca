import { Stack } from "@pulumi/aws/cloudformation/stack.js";
import * as pulumi from "@pulumi/pulumi";
import { rootStackNameProblem } from "../model/rules/names.ts";
import { rootChangeProblem } from "../model/rules/releaseChange.ts";
import { releaseGuard } from "./releaseGuard.ts";

/** Arguments of {@link PantherRootStack}. */
export interface PantherRootStackArgs {
  /** Name of the root stack; begins with `panther-`, and every resource of Panther begins with it. */
  readonly stackName: pulumi.Input<string>;
  /** URL of a release's root template. */
  readonly templateUrl: pulumi.Input<string>;
  /** ARN of the deployment role, which CloudFormation acts with. Can't be taken off a stack again. */
  readonly roleArn: pulumi.Input<string>;
  /** Parameters of the root template by their template names; what is left out has the template's default. */
  readonly parameters: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Tags of the root stack, which CloudFormation passes on to the nested stacks and their resources. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Panther's root stack with all its nested stacks.
 * @throws pulumi.RunError for a stack name that the deployment role would not be allowed to touch.
 */
export class PantherRootStack extends pulumi.ComponentResource {
  /** ID (ARN) of the root stack. */
  readonly stackId: pulumi.Output<string>;
  /** The root template's outputs. */
  readonly outputs: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: PantherRootStackArgs, options?: pulumi.ComponentResourceOptions) {
    super("panther:index:PantherRootStack", name, {}, options);
    const stack = new Stack(
      `${name}-stack`,
      {
        name: pulumi.output(args.stackName).apply(checkedName),
        templateUrl: args.templateUrl,
        parameters: args.parameters,
        // The root template holds nothing but nested stacks, so it names no capability that they need: ask for all.
        capabilities: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        iamRoleArn: args.roleArn,
        ...(args.tags && { tags: args.tags }),
      },
      {
        parent: this,
        // A replaced or deleted root stack is a deleted Panther.
        protect: true,
        hooks: { beforeUpdate: [releaseGuard(name, rootChangeProblem)] },
        // A deploy takes 30 to 60 minutes, and the provider's own limit of 30 would leave CloudFormation going on alone.
        customTimeouts: { create: "3h", update: "3h", delete: "3h" },
      },
    );
    this.stackId = stack.id;
    this.outputs = stack.outputs;
    this.registerOutputs({ stackId: this.stackId, outputs: this.outputs });
  }
}

function checkedName(stackName: string): string {
  const problem = rootStackNameProblem(stackName);
  if (problem) throw new pulumi.RunError(`The root stack's name "${stackName}" ${problem}.`);
  return stackName;
}
