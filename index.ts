import { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { PantherDeploymentRole } from "./components/PantherDeploymentRole.ts";
import { PantherRootStack } from "./components/PantherRootStack.ts";
import { programConfiguration } from "./components/programConfiguration.ts";
import { publishedRoleVersions } from "./components/publishedRoleVersions.ts";
import { stackConsoleUrl } from "./model/release/partition.ts";
import { roleVersionFor } from "./model/release/roleVersion.ts";
import { releaseBucket, roleTemplateLocation, rootTemplateLocation, templateUrl } from "./model/release/templateUrl.ts";
import { tagOf } from "./model/release/version.ts";

const { environment, release, secretParameters } = programConfiguration(pulumi.getStack(), process.env);
const { region, deploymentRole, tags } = environment;

const provider = new Provider("aws", {
  region,
  // A wrong account is refused before anything is looked at or changed.
  allowedAccountIds: [environment.expectedAccountId],
});

const role =
  deploymentRole.kind === "existing"
    ? { arn: deploymentRole.arn }
    : new PantherDeploymentRole(
        "deployment-role",
        {
          stackName: deploymentRole.stackName,
          roleName: deploymentRole.roleName,
          templateUrl: templateUrl(
            roleTemplateLocation(roleVersionFor(release, await publishedRoleVersions(release, provider))),
            region,
          ),
          tags,
        },
        { provider },
      );

const root = new PantherRootStack(
  "panther",
  {
    stackName: environment.rootStackName,
    templateUrl: templateUrl(rootTemplateLocation(release, releaseBucket(region)), region),
    roleArn: role.arn,
    parameters: { ...environment.parameters, ...secretParameters },
    tags,
  },
  // Role first, then root stack: also when the role's ARN, which the root stack takes, has not changed.
  { provider, dependsOn: role instanceof PantherDeploymentRole ? [role] : [] },
);

/** The release that this program deployed, with the leading `v`. */
export const version = tagOf(release);
export const deploymentRoleArn = role.arn;
export const rootStackId = root.stackId;
/** The root template's outputs, for example LoadBalancerUrl. */
export const rootStackOutputs = root.outputs;
export const consoleUrl = root.stackId.apply((stackId) => stackConsoleUrl(region, stackId));
