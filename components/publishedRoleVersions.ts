import { getObjects } from "@pulumi/aws/s3/getObjects.js";
import * as pulumi from "@pulumi/pulumi";
import { roleSource } from "../model/release/releaseTemplates.ts";
import type { TemplateSource } from "../model/release/templateSource.ts";
import {
  roleTemplateBucket,
  roleTemplateBucketRegion,
  roleTemplatePrefix,
  roleVersionsAmong,
} from "../model/release/templateUrl.ts";
import type { ReleaseVersion } from "../model/release/version.ts";

/**
 * The versions in which the deployment role's template is published for a release's minor. Where the bucket may not be
 * listed, the release's own version: it is the usual one, and CloudFormation says so if it is not there.
 */
export async function publishedRoleVersions(
  release: ReleaseVersion,
  place: { readonly region: string; readonly source: TemplateSource },
  provider: pulumi.ProviderResource,
): Promise<readonly ReleaseVersion[]> {
  const source = roleSource(place.region, place.source);
  // A pattern's layout can't be listed.
  if (source.kind === "pattern") return [release];
  const [bucket, region] =
    source.kind === "panther" ? [roleTemplateBucket, roleTemplateBucketRegion] : [source.bucket, place.region];
  try {
    const { keys } = await getObjects({ bucket, prefix: roleTemplatePrefix(release), region }, { provider });
    return roleVersionsAmong(keys);
  } catch (error) {
    if (!(error instanceof Error) || !/AccessDenied|Forbidden/.test(error.message)) throw error;
    await pulumi.log.warn(`${bucket} may not be listed; taking the deployment role of exactly ${release}.`);
    return [release];
  }
}
