import { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { refuseCollisions } from "./components/otherEnvironments.ts";
import { ownFileText } from "./components/ownFile.ts";
import { PantherDeploymentRole } from "./components/PantherDeploymentRole.ts";
import { PantherRootStack } from "./components/PantherRootStack.ts";
import { programConfiguration } from "./components/programConfiguration.ts";
import { templatesToDeploy } from "./components/templatesToDeploy.ts";
import { refuseUndocumented } from "./components/undocumentedParameters.ts";
import { tagOf } from "./model/release/version.ts";

const stack = pulumi.getStack();
const { environment, release, running, parameters, firstDeployParameters, checkedAgainstTemplate } =
  await programConfiguration(stack, process.env, ownFileText(stack));
const { region, deploymentRole, rootStackName, tags, timeouts } = environment;

const provider = new Provider("aws", {
  region,
  // A wrong account is refused before anything is looked at or changed.
  allowedAccountIds: [environment.expectedAccountId],
});

await refuseCollisions(environment);

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

/** The release that this program deployed, with the leading `v`. */
export const version = tagOf(release);
/** ARN of the role that CloudFormation acts with. */
export const deploymentRoleArn = role.arn;
/** Version of the deployment role's template; missing where somebody else manages the role. */
export const deploymentRoleVersion = role.version;
/** ARN of the root stack. */
export const rootStackId = root.stackId;
/** The root template's outputs, for example LoadBalancerUrl. */
export const rootStackOutputs = root.outputs;
/** Link to the root stack's events in the AWS console. */
export const consoleUrl = root.consoleUrl;
