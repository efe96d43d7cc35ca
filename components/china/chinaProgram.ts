import * as pulumi from "@pulumi/pulumi";
import type { ChinaChoice, Environment } from "../../model/environment/environment.ts";
import { type ReleaseVersion, tagOf } from "../../model/release/version.ts";
import { PantherChinaSplit } from "../PantherChinaSplit.ts";
import { PantherReleaseBucket } from "../PantherReleaseBucket.ts";
import type { PantherRootStack } from "../PantherRootStack.ts";
import type { ProgramConfiguration } from "../programConfiguration.ts";
import type { ProgramOutputs, SideOutputs } from "../programOutputs.ts";
import { refusal } from "../refusal.ts";
import { chinaProviders } from "./chinaProviders.ts";
import { chinaStage } from "./chinaStage.ts";
import { backendSide, webSide } from "./sidesToDeploy.ts";

/**
 * Panther split in China, as far as it can go: its release bucket; once a release has been copied, backend and secret; once
 * the secret has a value, the web app.
 * @param web The web side, as an environment like any other.
 * @throws pulumi.RunError before any resource but the providers is registered.
 */
export async function chinaProgram(
  configuration: ProgramConfiguration,
  china: ChinaChoice,
  web: Environment,
): Promise<ProgramOutputs> {
  const { environment, release } = configuration;
  const providers = await chinaProviders(environment, china);
  const stage = await chinaStage(configuration, china, providers);
  if (stage.kind === "refused") throw refusal(`${stage.message} ${stage.fix}`);
  if (stage.next !== undefined) await pulumi.log.warn(stage.next);

  const [readerArns, setReaderArns] = pulumi.deferredOutput<string[]>();
  const options = { provider: providers.backend };
  if (stage.kind === "bucket") {
    const { deploymentRole } = environment;
    setReaderArns(pulumi.output(deploymentRole.kind === "existing" ? [deploymentRole.arn] : []));
    return { releaseBucketName: releaseBucket(environment, china, readerArns, options)?.bucketName };
  }

  // What is wrong with either side is told before anything is made.
  const [backendArgs, webArgs] = await Promise.all([
    backendSide(configuration, providers.backend),
    stage.web === "none" ? undefined : webSide(configuration, web, providers.web),
  ]);
  const bucket = releaseBucket(environment, china, readerArns, options);
  const { tags, timeouts } = environment;
  const args = {
    backend: backendArgs.args,
    ...(configuration.chinaHop?.stays && { stays: configuration.chinaHop.stays }),
    backendProvider: providers.backend,
    ...(bucket && { readableBucketName: bucket.readableBucketName }),
    ...(webArgs && { web: webArgs.args, webRoleOnly: stage.web === "role" }),
    webProvider: providers.web,
    webRegion: china.webRegion,
    webAccountId: china.webAccountId,
    secretName: china.secretName,
    ...(china.secretKeyArn !== undefined && { secretKeyArn: china.secretKeyArn }),
    tags,
    createTimeout: timeouts.create,
    updateTimeout: timeouts.update,
    deleteTimeout: timeouts.delete,
  };
  // After the bucket, and not after all of its settings: one of them waits for the deployment role.
  const after = bucket && { dependsOn: bucket.bucketName.apply((): pulumi.Resource[] => []) };
  const split = new PantherChinaSplit("panther", args, after);
  setReaderArns(split.backendRoleArn.apply((arn) => [arn]));

  return {
    panther: outputsOf(release, split.backend, split.backendRoleArn, split.backendRoleVersion),
    web: webArgs && split.web && outputsOf(webArgs.release, split.web, split.webRoleArn, split.webRoleVersion),
    releaseBucketName: bucket?.bucketName,
    secretArn: split.secretArn,
  };
}

/** Undefined where the templates are somewhere else than in a bucket that is named. */
function releaseBucket(
  { templateSource, region, tags }: Environment,
  { createReleaseBucket }: ChinaChoice,
  readerArns: pulumi.Output<string[]>,
  options: pulumi.ComponentResourceOptions,
): PantherReleaseBucket | undefined {
  if (templateSource.kind !== "bucket") return undefined;
  const { bucket: bucketName } = templateSource;
  const args = { bucketName, region, existing: !createReleaseBucket, readerArns, tags };
  return new PantherReleaseBucket("release-bucket", args, options);
}

function outputsOf(
  release: ReleaseVersion,
  root: PantherRootStack,
  deploymentRoleArn: pulumi.Output<string> | undefined,
  deploymentRoleVersion: pulumi.Output<string> | undefined,
): SideOutputs {
  return {
    version: tagOf(release),
    deploymentRoleArn,
    deploymentRoleVersion,
    rootStackId: root.stackId,
    rootStackOutputs: root.outputs,
    consoleUrl: root.consoleUrl,
  };
}
