import { getObjects } from "@pulumi/aws/s3/getObjects.js";
import type * as pulumi from "@pulumi/pulumi";
import { parseTemplateUrl } from "../model/release/templateUrl.ts";

/**
 * Whether a root template is in its bucket: CloudFormation would find out only when the role has been deployed. Where nobody
 * may look, or the bucket is in another region, it counts as there, and CloudFormation decides.
 */
export async function rootTemplateIsThere(url: string, provider: pulumi.ProviderResource): Promise<boolean> {
  const location = parseTemplateUrl(url);
  if (!location) return true;
  const { bucket, key } = location;
  try {
    const { keys } = await getObjects({ bucket, prefix: key, maxKeys: 1 }, { provider });
    return keys.includes(key);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (/NoSuchBucket/.test(error.message)) return false;
    if (/AccessDenied|Forbidden|PermanentRedirect|MovedPermanently/.test(error.message)) return true;
    throw error;
  }
}
