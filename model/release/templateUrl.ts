import { partitionOf } from "./partition.ts";
import { minorOf, type ReleaseVersion, tagOf, versionsAmong } from "./version.ts";

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

/** The web app's template for a backend in China; in the same bucket as the root template, outside China. */
export function proxyTemplateLocation(version: ReleaseVersion, bucket: string): TemplateLocation {
  return { bucket, key: `${tagOf(version)}/proxy_panther.yml` };
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

// S3's hosts: with the region after a dot or a dash or left out, FIPS, dual stack, China.
const regionName = "[a-z]{2}(?:-[a-z]+)+-\\d";
const s3Host = `s3(?:-fips)?(?:[.-]dualstack)?(?:[.-](?:${regionName}|external-1))?\\.amazonaws\\.com(?:\\.cn)?`;
const pathHost = new RegExp(`^${s3Host}$`);
const virtualHost = new RegExp(`^(?<bucket>[a-z0-9][a-z0-9.-]+)\\.${s3Host}$`);

/** Reads an https URL of an S3 object in any of S3's host styles; undefined when it is none. */
export function parseTemplateUrl(url: string): TemplateLocation | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, pathname } = new URL(url);
  if (protocol !== "https:") return undefined;
  const path = decoded(pathname.slice(1).replaceAll("+", " "));
  if (path === undefined) return undefined;
  const bucket = virtualHost.exec(hostname)?.groups?.bucket;
  if (bucket) return path ? { bucket, key: path } : undefined;
  return pathHost.test(hostname) ? locationInPath(path) : undefined;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Bucket and key of a path-style URL's path, without its leading slash. */
export function locationInPath(path: string): TemplateLocation | undefined {
  const slash = path.indexOf("/");
  const [bucket, key] = [path.slice(0, slash), path.slice(slash + 1)];
  return slash > 0 && key ? { bucket, key } : undefined;
}

const roleKey = /^panther-deployment-role\/v(\d+\.\d+\.\d+)\/template\.yml$/;

/**
 * The release that a template's URL names, wherever in its key: a mirror may have a layout of its own. Undefined where it
 * names none, as `latest` does, or several.
 */
export function versionOfTemplateUrl(url: string): ReleaseVersion | undefined {
  const named = (parseTemplateUrl(url)?.key ?? "").matchAll(/(?<![a-z0-9.])v\d+\.\d+\.\d+(?![0-9])/g);
  const [version, ...others] = new Set(Array.from(named, ([tag]) => tag));
  return version !== undefined && others.length === 0 ? versionsAmong([version])[0] : undefined;
}

/** Key prefix of all role templates, whatever their version. */
export const roleTemplatesPrefix = "panther-deployment-role/v";

/** Key prefix of all role templates of a release's minor. */
export function roleTemplatePrefix(release: ReleaseVersion): string {
  return `${roleTemplatesPrefix}${minorOf(release)}.`;
}

/** The versions of role templates among a bucket's keys. */
export function roleVersionsAmong(keys: readonly string[]): readonly ReleaseVersion[] {
  return versionsAmong(keys.flatMap((key) => roleKey.exec(key)?.[1] ?? []));
}
