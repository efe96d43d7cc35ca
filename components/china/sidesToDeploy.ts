import type { ProviderResource } from "@pulumi/pulumi";
import type { Environment } from "../../model/environment/environment.ts";
import type { ReleaseVersion } from "../../model/release/version.ts";
import type { ProgramConfiguration } from "../programConfiguration.ts";
import { templatesToDeploy } from "../templatesToDeploy.ts";
import { refuseUndocumented } from "../undocumentedParameters.ts";
import type { PantherChinaSideArgs } from "./sideArgs.ts";

/** A side with the release that it is to have. */
export interface SideToDeploy {
  readonly release: ReleaseVersion;
  readonly args: PantherChinaSideArgs;
}

type Wanted = Pick<ProgramConfiguration, "release" | "running" | "parameters" | "firstDeployParameters">;

/** @throws pulumi.RunError where its templates or parameters speak against it. */
export function backendSide(configuration: ProgramConfiguration, provider: ProviderResource): Promise<SideToDeploy> {
  return side(configuration.environment, configuration, configuration.checkedAgainstTemplate, provider);
}

/**
 * The web side, at the release that the driver says, else at that of the backend.
 * @throws pulumi.RunError where its templates or parameters speak against it.
 */
export function webSide(
  { release, chinaHop }: ProgramConfiguration,
  environment: Environment,
  provider: ProviderResource,
): Promise<SideToDeploy> {
  const hop = chinaHop?.web?.kind === "release" ? chinaHop.web : undefined;
  if (chinaHop?.web?.kind === "role") {
    const role = { release: chinaHop.web.release, parameters: {}, firstDeployParameters: [] };
    return side(environment, role, true, provider);
  }
  const names = hop?.parameters ?? Object.keys(environment.parameters);
  const parameters = Object.fromEntries(
    Object.entries(environment.parameters).filter(([name]) => names.includes(name)),
  );
  const wanted = { release, firstDeployParameters: hop?.parameters ?? [], ...hop, parameters };
  return side(environment, wanted, hop !== undefined, provider);
}

async function side(
  environment: Environment,
  { release, running, parameters, firstDeployParameters }: Wanted,
  checkedAgainstTemplate: boolean,
  provider: ProviderResource,
): Promise<SideToDeploy> {
  const templates = await templatesToDeploy(release, environment, checkedAgainstTemplate, provider);
  const { rootTemplateUrl, roleTemplateUrl, roleParameters } = templates;
  if (!checkedAgainstTemplate) await refuseUndocumented(release, environment, rootTemplateUrl, provider);
  const { rootStackName, region, deploymentRole } = environment;
  return {
    release,
    args: {
      stackName: rootStackName,
      region,
      templateUrl: rootTemplateUrl,
      parameters,
      firstDeployParameters,
      checkedAgainstTemplate,
      ...(running !== undefined && { runningRelease: running }),
      ...(deploymentRole.kind === "existing"
        ? { roleArn: deploymentRole.arn }
        : {
            role: {
              stackName: deploymentRole.stackName,
              roleName: deploymentRole.roleName,
              templateUrl: roleTemplateUrl,
              parameters: roleParameters,
            },
          }),
    },
  };
}
