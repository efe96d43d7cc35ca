import { isRecord } from "../release/template.ts";
import { type ReleaseResource, resolved } from "./releaseResources.ts";
import type { RequestSituation } from "./requestContext.ts";

/**
 * What a release's requests carry, by its own templates: CloudFormation hands tags of a stack down to what is in it, those of
 * nested stacks besides.
 * @param tags of the root stack
 */
export function sentWithRelease(
  resources: readonly ReleaseResource[],
  tags: Readonly<Record<string, string>>,
): Pick<RequestSituation, "tags" | "encryption" | "boundary"> {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const nested = ofType("AWS::CloudFormation::Stack").flatMap(tagsOf);
  const encrypted = ofType("AWS::S3::Bucket").map(({ properties }) =>
    JSON.stringify(properties.BucketEncryption ?? ""),
  );
  const boundaries = ofType("AWS::IAM::Role").map(({ properties, known }) =>
    resolved(properties.PermissionsBoundary, known),
  );
  const boundary = boundaries.find((one) => typeof one === "string");
  return {
    tags: { ...Object.fromEntries(nested), ...tags },
    encryption: encrypted.some((one) => one.includes("aws:kms")) ? "aws:kms" : "AES256",
    // Where one role has none, that one is what a policy bites.
    boundary: typeof boundary === "string" && boundaries.every((one) => one !== undefined) ? boundary : null,
  };
}

/** The tags that a template gives a resource, as far as parameters decide them. */
export function tagsOf({ properties, known }: ReleaseResource): readonly (readonly [name: string, value: string])[] {
  const list = resolved(properties.Tags, known);
  return (Array.isArray(list) ? list : []).flatMap((tag: unknown) =>
    isRecord(tag) && typeof tag.Key === "string" ? [[tag.Key, String(tag.Value ?? "")] as const] : [],
  );
}
