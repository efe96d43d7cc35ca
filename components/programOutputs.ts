import type * as pulumi from "@pulumi/pulumi";

/** What a root stack and its role came to; undefined is what the program leaves out. */
export interface SideOutputs {
  /** The release that the program deployed, with the leading `v`. */
  readonly version: string;
  /** ARN of the role that CloudFormation acts with. */
  readonly deploymentRoleArn: pulumi.Output<string> | undefined;
  /** Version of the deployment role's template; undefined where somebody else manages the role. */
  readonly deploymentRoleVersion: pulumi.Output<string> | undefined;
  /** ARN of the root stack. */
  readonly rootStackId: pulumi.Output<string>;
  /** The root template's outputs, for example LoadBalancerUrl. */
  readonly rootStackOutputs: pulumi.Output<Record<string, string>>;
  /** Link to the root stack's events in the AWS console. */
  readonly consoleUrl: pulumi.Output<string>;
}

/** What a program comes to that deploys Panther from its source. */
export interface SourceOutputs extends Pick<SideOutputs, "deploymentRoleArn" | "deploymentRoleVersion"> {
  /** ID of the EC2 instance that builds and deploys. */
  readonly instanceId: pulumi.Output<string>;
  /** Name of the log group with what runs on it say. */
  readonly logGroupName: pulumi.Output<string>;
}

/** What the program comes to: of a Panther that is split in China as far as it has got. */
export interface ProgramOutputs {
  /** All of Panther, or its backend. */
  readonly panther?: SideOutputs;
  /** The web app outside China. */
  readonly web?: SideOutputs | undefined;
  readonly releaseBucketName?: pulumi.Output<string> | undefined;
  /** ARN of the secret between backend and web app. */
  readonly secretArn?: pulumi.Output<string>;
}
