import { getObjects } from "@pulumi/aws/s3/getObjects.js";
import * as pulumi from "@pulumi/pulumi";
import {
  roleTemplateBucket,
  roleTemplateBucketRegion,
  roleTemplatePrefix,
  roleVersionsAmong,
} from "../model/release/templateUrl.ts";
import type { ReleaseVersion } from "../model/release/version.ts";

/**
 * The versions in which Panther has published the deployment role's template for a release's minor. Where the bucket may
 * not be listed, the release's own version: it is the usual one, and CloudFormation says so if it is not there.
 */
export async function publishedRoleVersions(
  release: ReleaseVersion,
  provider: pulumi.ProviderResource,
): Promise<readonly ReleaseVersion[]> {
  try {
    const { keys } = await getObjects(
      { bucket: roleTemplateBucket, prefix: roleTemplatePrefix(release), region: roleTemplateBucketRegion },
      { provider },
    );
    return roleVersionsAmong(keys);
  } catch (error) {
    if (!(error instanceof Error) || !/AccessDenied|Forbidden/.test(error.message)) throw error;
    await pulumi.log.warn(`${roleTemplateBucket} may not be listed; taking the deployment role of exactly ${release}.`);
    return [release];
  }
}
