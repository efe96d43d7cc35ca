import * as pulumi from "@pulumi/pulumi";
import { refuseCollisions } from "./components/otherEnvironments.ts";
import { ownFileText } from "./components/ownFile.ts";
import { programConfiguration } from "./components/programConfiguration.ts";
import type { ProgramOutputs } from "./components/programOutputs.ts";
import { webSideOf } from "./model/environment/sides.ts";

const stack = pulumi.getStack();
const configuration = await programConfiguration(stack, process.env, ownFileText(stack));
const { environment } = configuration;
const { topology, sourceDeployer } = environment;
const webSide = webSideOf(environment);

await refuseCollisions(environment);

// Each is loaded where it is wanted: a preview pays for what it loads.
const source =
  sourceDeployer &&
  (await (await import("./components/sourceDeployer/sourceProgram.ts")).sourceProgram(configuration, sourceDeployer));
const { panther, web, releaseBucketName, secretArn } = source ? {} : await publishedProgram();

async function publishedProgram(): Promise<ProgramOutputs> {
  return topology.kind === "china" && webSide
    ? await (await import("./components/china/chinaProgram.ts")).chinaProgram(configuration, topology.china, webSide)
    : await (await import("./components/standardProgram.ts")).standardProgram(configuration);
}

// With topology china these are the backend's, and those that begin with `web` the web app's. What an `up` leaves out, since
// it is not its turn yet, has no outputs.

/** The release that this program deployed, with the leading `v`. */
export const version = panther?.version;
/** ARN of the role that CloudFormation acts with. */
export const deploymentRoleArn = (source ?? panther)?.deploymentRoleArn;
/** Version of the deployment role's template; missing where somebody else manages the role. */
export const deploymentRoleVersion = (source ?? panther)?.deploymentRoleVersion;
/** ARN of the root stack. */
export const rootStackId = panther?.rootStackId;
/** The root template's outputs, for example LoadBalancerUrl. */
export const rootStackOutputs = panther?.rootStackOutputs;
/** Link to the root stack's events in the AWS console. */
export const consoleUrl = panther?.consoleUrl;

/** ID of the EC2 instance that builds Panther from its source, where that is wanted. */
export const sourceDeployerInstanceId = source?.instanceId;
/** Log group with what runs on it say. */
export const sourceDeployerLogGroup = source?.logGroupName;

/** The bucket in China that releases are copied to. */
/** ARN of the secret from which the web app knows its backend in China. */
export { releaseBucketName, secretArn };
export const webVersion = web?.version;
export const webDeploymentRoleArn = web?.deploymentRoleArn;
export const webDeploymentRoleVersion = web?.deploymentRoleVersion;
export const webRootStackId = web?.rootStackId;
export const webRootStackOutputs = web?.rootStackOutputs;
export const webConsoleUrl = web?.consoleUrl;
