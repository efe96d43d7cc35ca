import { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import type { SourceDeployerChoice } from "../../model/environment/environment.ts";
import { PantherDeploymentRole } from "../PantherDeploymentRole.ts";
import { PantherSourceDeployer } from "../PantherSourceDeployer.ts";
import type { ProgramConfiguration } from "../programConfiguration.ts";
import type { SourceOutputs } from "../programOutputs.ts";
import { templatesToDeploy } from "../templatesToDeploy.ts";

/**
 * The deployment role and a machine that deploys Panther from its source. There is no root stack in it: what Panther's own
 * tool deploys is its own, from templates that nobody has published, and a Pulumi that knew of it would put the published
 * ones in their place.
 * @throws pulumi.RunError before any resource is registered.
 */
export async function sourceProgram(
  { environment, release }: ProgramConfiguration,
  deployer: SourceDeployerChoice,
): Promise<SourceOutputs> {
  const { name, region, expectedAccountId, deploymentRole, tags } = environment;
  const provider = new Provider("aws", { region, allowedAccountIds: [expectedAccountId] });
  // Of the root template nothing is wanted here, so it need not be published.
  const { roleTemplateUrl, roleParameters } = await templatesToDeploy(release, environment, true, provider);
  const role =
    deploymentRole.kind === "existing"
      ? { arn: pulumi.output(deploymentRole.arn), version: undefined }
      : new PantherDeploymentRole(
          "deployment-role",
          {
            stackName: deploymentRole.stackName,
            roleName: deploymentRole.roleName,
            templateUrl: roleTemplateUrl,
            parameters: roleParameters,
            tags,
          },
          { provider },
        );
  const { instanceType, diskGigabytes, idleMinutes } = deployer;
  const machine = new PantherSourceDeployer(
    "source-deployer",
    {
      environmentName: name,
      region,
      deploymentRoleArn: role.arn,
      ...(await networkOf(deployer, tags, provider)),
      instanceType,
      diskGigabytes,
      idleMinutes,
      tags,
    },
    { provider },
  );
  return {
    deploymentRoleArn: role.arn,
    deploymentRoleVersion: role.version,
    instanceId: machine.instanceId,
    logGroupName: machine.logGroupName,
  };
}

async function networkOf(
  { network }: SourceDeployerChoice,
  tags: Readonly<Record<string, string>>,
  provider: pulumi.ProviderResource,
) {
  if (network.kind === "existing") {
    const { vpcId, subnetId, publicAddress } = network;
    return { vpcId, subnetId, publicAddress };
  }
  // Only where one is wanted: a preview pays for what it loads.
  const { PantherNetwork } = await import("../PantherNetwork.ts");
  const made = new PantherNetwork("source-network", { vpcIpRange: network.ipRange, tags }, { providers: [provider] });
  const subnetId = made.privateSubnetIds.apply(([first = ""]) => first);
  return { vpcId: made.vpcId, subnetId };
}
