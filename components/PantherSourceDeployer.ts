import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { Instance } from "@pulumi/aws/ec2/instance.js";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { InstanceProfile } from "@pulumi/aws/iam/instanceProfile.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import { getParameterOutput } from "@pulumi/aws/ssm/getParameter.js";
import * as pulumi from "@pulumi/pulumi";
import { checkInstanceType, recommendedInstanceType } from "../model/source/instanceType.ts";
import { deployerTag, sourceLogGroup } from "../model/source/sourceNames.ts";
import { refusal } from "./refusal.ts";
import { agentPolicyArn, instancePolicy, instanceTrust } from "./sourceDeployer/policies.ts";
import { userData } from "./sourceDeployer/userData.ts";

/** Arguments of {@link PantherSourceDeployer}. */
export interface PantherSourceDeployerArgs {
  /** Name of the environment that it deploys: `panther source` finds the instance by it. One instance an environment. */
  readonly environmentName: string;
  /** Region that Panther is deployed in, and that the instance is in: the provider's. */
  readonly region: pulumi.Input<string>;
  /** ARN of the deployment role. It has to trust the account that the instance is in, as Panther's own template does. */
  readonly deploymentRoleArn: pulumi.Input<string>;
  /** ID of the VPC, of a `PantherNetwork` for example. */
  readonly vpcId: pulumi.Input<string>;
  /** ID of a subnet of it with a way out to the internet. */
  readonly subnetId: pulumi.Input<string>;
  /** Set for a subnet whose way out is an internet gateway. No port is open there either. Of a machine that is there it stays. */
  readonly publicAddress?: pulumi.Input<boolean>;
  /** EC2's type for x86_64; m5.large, unless given. A smaller one is taken with a warning. */
  readonly instanceType?: string;
  /** Size of the encrypted disk in GiB; 50, unless given. Makes a new instance when changed. */
  readonly diskGigabytes?: pulumi.Input<number>;
  /** Minutes without work after which it stops itself; 60, unless given. Makes a new instance when changed. */
  readonly idleMinutes?: number;
  /** Days that CloudWatch keeps the output of runs; 365, unless given. */
  readonly logRetentionDays?: pulumi.Input<number>;
  /** Tags of everything that can have some, beside `Application: Panther`. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Amazon Linux 2023's newest image, as AWS publishes it in every region. */
const imageParameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

/**
 * A machine that builds Panther from its source and deploys it: Docker and git on Amazon Linux, reached by Systems Manager
 * and by nothing else, which stops itself when it has nothing to do.
 *
 * Panther's documentation attaches the deployment role itself to the instance. The role's published templates don't allow
 * that: they trust their account and CloudFormation, and an instance gets only a role that trusts EC2. So the instance has a
 * role of its own, which may become the deployment role and little else.
 * Source: Panther repository, development guide, "From an EC2 Instance", and `panther-deployment-role.yml`.
 * @throws pulumi.RunError for an instance type that can't build Panther, before anything is registered.
 */
export class PantherSourceDeployer extends pulumi.ComponentResource {
  /** ID of the EC2 instance. */
  readonly instanceId: pulumi.Output<string>;
  /** ARN of the instance's own role. */
  readonly instanceRoleArn: pulumi.Output<string>;
  /** Name of the log group with the output of runs. */
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: PantherSourceDeployerArgs, options?: pulumi.ComponentResourceOptions) {
    const { environmentName, instanceType = recommendedInstanceType, idleMinutes = 60, vpcId, subnetId } = args;
    const check = checkInstanceType(instanceType);
    if (check.kind === "refused") throw refusal(`The instance type ${instanceType} ${check.why}.`);
    super("panther:index:PantherSourceDeployer", name, {}, options);
    if (check.kind === "small") void pulumi.log.warn(`The instance type ${instanceType} ${check.why}.`, this);
    const region = pulumi.output(args.region);
    const tags = pulumi
      .output(args.tags ?? {})
      .apply((given): Record<string, string> => ({ Application: "Panther", ...given }));
    const parent = { parent: this };
    const logGroup = new LogGroup(
      `${name}-log`,
      { name: sourceLogGroup(environmentName), retentionInDays: args.logRetentionDays ?? 365, tags },
      parent,
    );
    const role = new Role(`${name}-role`, { assumeRolePolicy: region.apply(instanceTrust), tags }, parent);
    const agent = new RolePolicyAttachment(
      `${name}-agent`,
      { role: role.name, policyArn: region.apply(agentPolicyArn) },
      parent,
    );
    const policy = new RolePolicy(
      `${name}-policy`,
      {
        role: role.name,
        policy: pulumi
          .all([args.deploymentRoleArn, logGroup.arn])
          .apply(([deploymentRoleArn, logGroupArn]) => instancePolicy(deploymentRoleArn, logGroupArn)),
      },
      parent,
    );
    const profile = new InstanceProfile(`${name}-profile`, { role: role.name, tags }, parent);
    const securityGroup = new SecurityGroup(
      `${name}-security-group`,
      {
        description: "Machine that builds Panther: out by HTTP and HTTPS, and nothing in",
        vpcId,
        ingress: [],
        egress: [80, 443].map((port) => ({
          description: "AWS, git and what a build downloads",
          protocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrBlocks: ["0.0.0.0/0"],
        })),
        tags,
      },
      parent,
    );
    const instance = new Instance(
      `${name}-instance`,
      {
        ami: getParameterOutput({ name: imageParameter }, parent).insecureValue,
        instanceType,
        subnetId,
        vpcSecurityGroupIds: [securityGroup.id],
        associatePublicIpAddress: args.publicAddress ?? false,
        iamInstanceProfile: profile.name,
        userData: userData(idleMinutes),
        // It runs at the first boot only.
        userDataReplaceOnChange: true,
        // The development image is one hop further away than the machine itself.
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 2 },
        rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: args.diskGigabytes ?? 50, tags },
        instanceInitiatedShutdownBehavior: "stop",
        tags: tags.apply(
          (all): Record<string, string> => ({
            Name: `panther-source-${environmentName}`,
            ...all,
            [deployerTag]: environmentName,
          }),
        ),
      },
      {
        parent: this,
        // AWS has a new image every few weeks, and each would make a new machine. And one that has stopped itself is taken
        // for one without a public address, which would do the same (hashicorp/terraform-provider-aws, issue 33775).
        ignoreChanges: ["ami", "associatePublicIpAddress"],
        // The agent reports once, at boot, and later with long pauses.
        dependsOn: [agent, policy],
      },
    );
    this.instanceId = instance.id;
    this.instanceRoleArn = role.arn;
    this.logGroupName = logGroup.name;
    this.registerOutputs({
      instanceId: this.instanceId,
      instanceRoleArn: this.instanceRoleArn,
      logGroupName: this.logGroupName,
    });
  }
}
