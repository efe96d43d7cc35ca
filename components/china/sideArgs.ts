import type * as pulumi from "@pulumi/pulumi";

/** One side of a {@link PantherChinaSplit}: a root stack, and the role that deploys it. */
export interface PantherChinaSideArgs {
  /** Name of the root stack; begins with `panther-`. Can't be changed. */
  readonly stackName: pulumi.Input<string>;
  /** Region that it stands in: its provider's. Can't be changed. */
  readonly region: pulumi.Input<string>;
  /** URL of a release's root template, in S3. */
  readonly templateUrl: pulumi.Input<string>;
  /** Parameters of the root template by their template names; what is left out has the template's default. */
  readonly parameters: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Names of parameters that the first deploy may set besides the minimal ones, such as those that the template requires. */
  readonly firstDeployParameters?: readonly string[];
  /** Set where the parameters were checked against the template itself; see PantherRootStack. */
  readonly checkedAgainstTemplate?: boolean;
  /** The release that runs, such as `1.38.5`, where the caller has seen it in AWS; see PantherRootStack. */
  readonly runningRelease?: string;
  /** ARN of a deployment role that somebody else manages. Left out: one is deployed, as `role` says. */
  readonly roleArn?: pulumi.Input<string>;
  /** The deployment role. Needed unless `roleArn` is given. */
  readonly role?: PantherChinaSideRoleArgs;
}

/** The deployment role of a side. */
export interface PantherChinaSideRoleArgs {
  /** Name of the role's own CloudFormation stack. Can't be changed. */
  readonly stackName: pulumi.Input<string>;
  /** Name of the IAM role. Can't be changed. */
  readonly roleName: pulumi.Input<string>;
  /** URL of a deployment role template, of the release that the root stack is to have. */
  readonly templateUrl: pulumi.Input<string>;
  /** Further parameters of that template; see PantherDeploymentRole. */
  readonly parameters?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
