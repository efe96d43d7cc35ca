import { partitionOf } from "./partition.ts";
import { minorOf, parseVersion, type ReleaseVersion, tagOf } from "./version.ts";

/** Bucket that Panther publishes deployment role templates in; outside China only. */
export const roleTemplateBucket = "panther-public-cloudformation-templates";

/** Region of that bucket; S3 redirects a listing that asks elsewhere. */
export const roleTemplateBucketRegion = "us-west-2";

/** An object in S3, as a template URL names it. */
export interface TemplateLocation {
  readonly bucket: string;
  readonly key: string;
}

/** Bucket that Panther publishes a region's releases in. */
export function releaseBucket(region: string): string {
  return `panther-enterprise-${region}`;
}

export function rootTemplateLocation(version: ReleaseVersion, bucket: string): TemplateLocation {
  return { bucket, key: `${tagOf(version)}/panther.yml` };
}

export function roleTemplateLocation(version: ReleaseVersion): TemplateLocation {
  return { bucket: roleTemplateBucket, key: `panther-deployment-role/${tagOf(version)}/template.yml` };
}

/**
 * The URL of a template, virtual-hosted and without a region in the host, as Panther's documentation writes it:
 * `https://panther-enterprise-{region}.s3.amazonaws.com/{version}/panther.yml`. Outside the `aws` partition S3 has no
 * host without a region, so there the region is named.
 */
export function templateUrl({ bucket, key }: TemplateLocation, region: string): string {
  const { name, dnsSuffix } = partitionOf(region);
  const host = name === "aws" ? `s3.${dnsSuffix}` : `s3.${region}.${dnsSuffix}`;
  return `https://${bucket}.${host}/${key}`;
}

const virtualHost = /^(?<bucket>[a-z0-9][a-z0-9.-]+?)\.s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/;
const pathHost = /^s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/;

/** Reads a template URL in any of S3's host styles; undefined when it names no S3 object. */
export function parseTemplateUrl(url: string): TemplateLocation | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  const path = decodeURIComponent(pathname.slice(1));
  const bucket = virtualHost.exec(hostname)?.groups?.bucket;
  if (bucket) return path ? { bucket, key: path } : undefined;
  if (!pathHost.test(hostname)) return undefined;
  const slash = path.indexOf("/");
  return slash > 0 && slash < path.length - 1
    ? { bucket: path.slice(0, slash), key: path.slice(slash + 1) }
    : undefined;
}

const releaseKey = /^v(\d+\.\d+\.\d+)\/(?:panther|proxy_panther)\.yml$/;

const roleKey = /^panther-deployment-role\/v(\d+\.\d+\.\d+)\/template\.yml$/;

/** The release that a root template's URL names; undefined for a private template elsewhere. */
export function versionOfTemplateUrl(url: string): ReleaseVersion | undefined {
  const version = releaseKey.exec(parseTemplateUrl(url)?.key ?? "")?.[1];
  return version === undefined ? undefined : parseVersion(version);
}

/** Key prefix of all role templates of a release's minor. */
export function roleTemplatePrefix(release: ReleaseVersion): string {
  return `panther-deployment-role/v${minorOf(release)}.`;
}

/** The versions of role templates among a bucket's keys. */
export function roleVersionsAmong(keys: readonly string[]): readonly ReleaseVersion[] {
  return keys.flatMap((key) => roleKey.exec(key)?.[1] ?? []).map(parseVersion);
}
