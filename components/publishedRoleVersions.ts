import { getObjects } from "@pulumi/aws/s3/getObjects.js";
import type * as pulumi from "@pulumi/pulumi";
import {
  roleTemplateBucket,
  roleTemplateBucketRegion,
  roleTemplatePrefix,
  roleVersionsAmong,
} from "../model/release/templateUrl.ts";
import type { ReleaseVersion } from "../model/release/version.ts";

/** The versions in which Panther has published the deployment role's template for a release's minor. */
export async function publishedRoleVersions(
  release: ReleaseVersion,
  provider: pulumi.ProviderResource,
): Promise<readonly ReleaseVersion[]> {
  const { keys } = await getObjects(
    { bucket: roleTemplateBucket, prefix: roleTemplatePrefix(release), region: roleTemplateBucketRegion },
    { provider },
  );
  return roleVersionsAmong(keys);
}
