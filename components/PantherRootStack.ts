import { Stack } from "@pulumi/aws/cloudformation/stack.js";
import * as pulumi from "@pulumi/pulumi";
import { stackConsoleUrl } from "../model/release/partition.ts";
import { versionOfTemplateUrl } from "../model/release/templateUrl.ts";
import { tagOf } from "../model/release/version.ts";
import { rootChangeProblem } from "../model/rules/releaseChange.ts";
import { rootStackProblems } from "../model/rules/rootStack.ts";
import { changeInWords, firstDeployGuard, identityGuard, releaseGuard, withHooks } from "./guards.ts";
import { plainOf, plainRecordOf } from "./plainInputs.ts";
import { refusal } from "./refusal.ts";

/** Arguments of {@link PantherRootStack}. */
export interface PantherRootStackArgs {
  /** Name of the root stack; begins with `panther-`, and every resource of Panther begins with it. Can't be changed. */
  readonly stackName: pulumi.Input<string>;
  /** Region that it stands in: the provider's. Can't be changed. */
  readonly region: pulumi.Input<string>;
  /** URL of a release's root template, in S3. */
  readonly templateUrl: pulumi.Input<string>;
  /** ARN of the deployment role, which CloudFormation acts with. Can't be taken off a stack again. */
  readonly roleArn: pulumi.Input<string>;
  /** Parameters of the root template by their template names; what is left out has the template's default. */
  readonly parameters: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Names of parameters that the first deploy may set besides the minimal ones, such as those that the template requires. */
  readonly firstDeployParameters?: readonly string[];
  /**
   * Set for the web app in front of a backend in China, `proxy_panther.yml`: it has parameters of its own, which Panther's
   * documentation of the root template's says nothing of.
   */
  readonly webProxy?: boolean;
  /** Set where the parameters were checked against the template itself, which decides: then the documentation is not asked. */
  readonly checkedAgainstTemplate?: boolean;
  /**
   * The release that runs, such as `1.38.5`, where the caller has seen it in AWS: a skipped minor is then told by it, and not
   * by what Pulumi recorded, which may be behind.
   */
  readonly runningRelease?: string;
  /** Tags of the root stack, which CloudFormation passes on to the nested stacks and their resources. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** How long a creation may take, such as `3h`, which is the default. */
  readonly createTimeout?: string;
  /** How long an update may take, such as `3h`, which is the default. */
  readonly updateTimeout?: string;
  /** How long a deletion may take, such as `3h`, which is the default. */
  readonly deleteTimeout?: string;
}

/** The provider's own limit of 30 minutes would leave CloudFormation going on alone: a deploy takes 30 to 60. */
const usualTimeout = "3h";

/**
 * Panther's root stack with all its nested stacks. What is known to be wrong with the arguments is refused before anything
 * is registered; what depends on what stands, by hooks on creation and update.
 * @throws pulumi.RunError that lists every problem, with its fix.
 */
export class PantherRootStack extends pulumi.ComponentResource {
  /** ID (ARN) of the root stack. */
  readonly stackId: pulumi.Output<string>;
  /** The root template's outputs. */
  readonly outputs: pulumi.Output<Record<string, string>>;
  /** The release, with the leading `v`; blank where the template's URL names none. */
  readonly version: pulumi.Output<string>;
  /** Link to the stack's events in the CloudFormation console. */
  readonly consoleUrl: pulumi.Output<string>;

  constructor(name: string, args: PantherRootStackArgs, options?: pulumi.ComponentResourceOptions) {
    refuseProblems(args);
    const { stackName, region, firstDeployParameters = [] } = args;
    const component = { type: "PantherRootStack", name };
    const firstDeploy = firstDeployGuard(component, {
      ...plainRecordOf(args.parameters),
      template: args.webProxy ? "proxy" : "root",
      allowed: firstDeployParameters,
    });
    const release = releaseGuard(component, rootChangeProblem, args.runningRelease);
    // The inputs are what the identity guard compares, next time. The template is among them so that the release guard is
    // asked before the role has moved.
    super(
      "panther:index:PantherRootStack",
      name,
      { stackName, region, templateUrl: args.templateUrl },
      withHooks(options, { beforeCreate: [firstDeploy], beforeUpdate: [identityGuard(component), release] }),
    );
    const words = changeInWords(component);
    const stack = new Stack(
      `${name}-stack`,
      {
        name: stackName,
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
        hooks: {
          beforeCreate: [words, firstDeploy],
          beforeUpdate: [words, release],
        },
        customTimeouts: {
          create: args.createTimeout ?? usualTimeout,
          update: args.updateTimeout ?? usualTimeout,
          delete: args.deleteTimeout ?? usualTimeout,
        },
      },
    );
    this.stackId = stack.id;
    this.outputs = stack.outputs;
    this.version = pulumi.output(args.templateUrl).apply(shownVersion);
    this.consoleUrl = pulumi
      .all([region, stack.id])
      .apply(([regionName, stackId]) => stackConsoleUrl(regionName, stackId));
    this.registerOutputs({
      templateUrl: args.templateUrl,
      stackId: this.stackId,
      outputs: this.outputs,
      version: this.version,
      consoleUrl: this.consoleUrl,
    });
  }
}

/** Looks at what is plain text now. What is an output is known only when other resources have been touched. */
function refuseProblems(args: PantherRootStackArgs): void {
  const { stackName, region, templateUrl, parameters, webProxy, checkedAgainstTemplate } = args;
  const findings = rootStackProblems({
    ...plainOf("stackName", stackName),
    ...plainOf("region", region),
    ...plainOf("templateUrl", templateUrl),
    ...(!checkedAgainstTemplate && !webProxy && plainRecordOf(parameters)),
  });
  if (findings.length === 0) return;
  const listed = findings.map(({ message, fix }) => `- ${message} ${fix}`).join("\n");
  throw refusal(`The root stack can't be deployed like this:\n${listed}`);
}

function shownVersion(templateUrl: string): string {
  const version = versionOfTemplateUrl(templateUrl);
  return version ? tagOf(version) : "";
}
