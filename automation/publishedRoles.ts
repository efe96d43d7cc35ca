import { roleSource } from "../model/release/releaseTemplates.ts";
import type { TemplateSource } from "../model/release/templateSource.ts";
import { roleTemplateBucket, roleTemplatePrefix, roleVersionsAmong } from "../model/release/templateUrl.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import type { ListingApi } from "./catalog.ts";

/**
 * The versions in which the deployment role's template is published for a release's minor; undefined where the bucket may
 * not be listed, or a mirror's layout can't be.
 */
export async function publishedRoles(
  objects: ListingApi,
  release: ReleaseVersion,
  place: { readonly region: string; readonly source: TemplateSource },
): Promise<readonly ReleaseVersion[] | undefined> {
  const source = roleSource(place.region, place.source);
  if (source.kind === "pattern") return undefined;
  const bucket = source.kind === "panther" ? roleTemplateBucket : source.bucket;
  try {
    const { Contents = [] } = await objects.listObjectsV2({ Bucket: bucket, Prefix: roleTemplatePrefix(release) });
    return roleVersionsAmong(Contents.flatMap(({ Key }) => Key ?? []));
  } catch (error) {
    if (error instanceof Error && /AccessDenied|Forbidden/.test(error.name)) return undefined;
    throw error;
  }
}
