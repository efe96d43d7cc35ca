import { roleSource } from "../model/release/releaseTemplates.ts";
import type { TemplateSource } from "../model/release/templateSource.ts";
import {
  roleTemplateBucket,
  roleTemplatePrefix,
  roleTemplatesPrefix,
  roleVersionsAmong,
} from "../model/release/templateUrl.ts";
import type { ReleaseVersion } from "../model/release/version.ts";
import type { ListingApi } from "./catalog.ts";

/**
 * The versions in which the deployment role's template is published, for a release's minor or for all; undefined where
 * the bucket may not be listed, or a mirror's layout can't be.
 */
export async function publishedRoles(
  objects: ListingApi,
  release: ReleaseVersion | "all",
  place: { readonly region: string; readonly source: TemplateSource },
): Promise<readonly ReleaseVersion[] | undefined> {
  const source = roleSource(place.region, place.source);
  if (source.kind === "pattern") return undefined;
  const listing = {
    Bucket: source.kind === "panther" ? roleTemplateBucket : source.bucket,
    Prefix: release === "all" ? roleTemplatesPrefix : roleTemplatePrefix(release),
  };
  const keys: string[] = [];
  let token: string | undefined;
  try {
    do {
      const page = await objects.listObjectsV2({ ...listing, ...(token && { ContinuationToken: token }) });
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token);
  } catch (error) {
    if (error instanceof Error && /AccessDenied|Forbidden/.test(error.name)) return undefined;
    throw error;
  }
  return roleVersionsAmong(keys);
}
