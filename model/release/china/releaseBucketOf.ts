import { supportedRegions } from "../regions.ts";
import { parseTemplateUrl, releaseBucket } from "../templateUrl.ts";
import { namesBucket } from "./s3Locations.ts";

/**
 * The bucket that a root template was published in: that of the first object that it names in full, or that of Panther's
 * whose name it has; undefined where nothing says it.
 */
export function releaseBucketOf(rootTemplate: string): string | undefined {
  for (const [url] of rootTemplate.matchAll(/https:\/\/[^\s"'<>,$]+/g)) {
    const named = parseTemplateUrl(url);
    if (named) return named.bucket;
  }
  return supportedRegions.map(({ name }) => releaseBucket(name)).find((bucket) => namesBucket(rootTemplate, [bucket]));
}
