import { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { tagOf } from "../model/release/version.ts";
import { PantherDeploymentRole } from "./PantherDeploymentRole.ts";
import { PantherRootStack } from "./PantherRootStack.ts";
import type { ProgramConfiguration } from "./programConfiguration.ts";
import type { ProgramOutputs } from "./programOutputs.ts";
import { templatesToDeploy } from "./templatesToDeploy.ts";
import { refuseUndocumented } from "./undocumentedParameters.ts";

/**
 * All of Panther in one account: the role, then the root stack.
 * @throws pulumi.RunError before any resource is registered.
 */
export async function standardProgram(configuration: ProgramConfiguration): Promise<ProgramOutputs> {
  const { environment, release, running, parameters, firstDeployParameters, checkedAgainstTemplate } = configuration;
  const { region, deploymentRole, rootStackName, tags, timeouts } = environment;

  const provider = new Provider("aws", {
    region,
    // A wrong account is refused before anything is looked at or changed.
    allowedAccountIds: [environment.expectedAccountId],
  });

  const { rootTemplateUrl, roleTemplateUrl, roleParameters } = await templatesToDeploy(
    release,
    environment,
    checkedAgainstTemplate,
    provider,
  );

  if (!checkedAgainstTemplate) await refuseUndocumented(release, environment, rootTemplateUrl, provider);

  // Where the driver has seen what runs.
  const seen = running === undefined ? {} : { runningRelease: running };

  const [roleArn, setRoleArn] = pulumi.deferredOutput<string>();

  const root = new PantherRootStack(
    "panther",
    {
      stackName: rootStackName,
      region,
      templateUrl: rootTemplateUrl,
      // Role first, then root stack: in an `up` the role's outputs, its ARN among them, wait for its stack.
      roleArn,
      parameters,
      firstDeployParameters,
      checkedAgainstTemplate,
      ...seen,
      tags,
      createTimeout: timeouts.create,
      updateTimeout: timeouts.update,
      deleteTimeout: timeouts.delete,
    },
    { provider },
  );

  // The component is known to the engine now: had its guards refused, nothing would have been touched, the role neither.
  await new Promise((resolve) => void root.urn.apply(resolve));

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
            ...seen,
            tags,
          },
          { provider },
        );
  setRoleArn(role.arn);

  return {
    panther: {
      version: tagOf(release),
      deploymentRoleArn: role.arn,
      deploymentRoleVersion: role.version,
      rootStackId: root.stackId,
      rootStackOutputs: root.outputs,
      consoleUrl: root.consoleUrl,
    },
  };
}
