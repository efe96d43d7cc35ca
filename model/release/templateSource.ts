import { partitionOf } from "./partition.ts";
import {
  parseTemplateUrl,
  proxyTemplateLocation,
  releaseBucket,
  roleTemplateLocation,
  rootTemplateLocation,
  type TemplateLocation,
  templateUrl,
} from "./templateUrl.ts";
import { type ReleaseVersion, tagOf } from "./version.ts";

/** A release's templates: the whole of Panther, its web app for a backend in China, the deployment role. */
export type TemplateName = "root" | "proxy" | "role";

/** Where templates come from. */
export type TemplateSource =
  /** Panther's own buckets. */
  | { readonly kind: "panther" }
  /** Panther's own buckets, for the web app in front of a backend in China: its root template is another one. */
  | { readonly kind: "proxy" }
  /** A bucket that holds them under the keys that Panther's buckets have. */
  | { readonly kind: "bucket"; readonly bucket: string }
  /** An https URL in S3 with `{key}`, or with `{version}` (`v1.39.7`), and if need be `{region}`. */
  | { readonly kind: "pattern"; readonly pattern: string };

export interface TemplateRequest {
  readonly template: TemplateName;
  readonly version: ReleaseVersion;
  /** Left out: Panther's URLs keep `{region}`, as its documentation writes them. */
  readonly region?: string;
  readonly source?: TemplateSource;
}

export type SourceRefusalCode = "source-missing" | "bucket-malformed" | "pattern-malformed";

export type SourcedUrl =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "refused"; readonly code: SourceRefusalCode; readonly message: string; readonly fix: string };

const anyRegion = "{region}";

/** The URL of a release's template, from Panther's bucket or a mirror. */
export function sourcedTemplateUrl({
  template,
  version,
  region = anyRegion,
  source = { kind: "panther" },
}: TemplateRequest): SourcedUrl {
  if (source.kind === "pattern") return patternUrl(source.pattern, location(template, version, ""), version, region);
  if (source.kind === "bucket" && !isBucketName(source.bucket)) {
    return refused("bucket-malformed", `"${source.bucket}" is no name of an S3 bucket.`, "Give the bare name.");
  }
  const { name } = partitionOf(region);
  if (source.kind !== "bucket" && name !== "aws") {
    return refused(
      "source-missing",
      `Panther publishes nothing in partition ${name}, where ${region} is; S3 can't be read across partitions.`,
      "Copy the release, and the deployment role's template, into a bucket of yours there and name that bucket.",
    );
  }
  const own = source.kind === "bucket" ? source.bucket : undefined;
  const named = source.kind === "proxy" && template === "root" ? "proxy" : template;
  const { bucket, key } = location(named, version, own ?? releaseBucket(region));
  return { kind: "url", url: templateUrl({ bucket: own ?? bucket, key }, region) };
}

function location(template: TemplateName, version: ReleaseVersion, bucket: string): TemplateLocation {
  if (template === "role") return roleTemplateLocation(version);
  return template === "root" ? rootTemplateLocation(version, bucket) : proxyTemplateLocation(version, bucket);
}

function patternUrl(pattern: string, { key }: TemplateLocation, version: ReleaseVersion, region: string): SourcedUrl {
  const problem = patternProblem(pattern, region);
  if (problem) {
    const message = `The template URL ${pattern} ${problem}.`;
    const example = "https://my-bucket.s3.us-east-1.amazonaws.com/panther/{key}";
    return refused("pattern-malformed", message, `Write it like ${example} or with {version} in place of {key}.`);
  }
  return { kind: "url", url: filled(pattern, { key, version: tagOf(version), region }) };
}

/** What is wrong with a pattern, as the rest of a sentence that begins with it; undefined when nothing is. */
function patternProblem(pattern: string, region: string): string | undefined {
  const names = [...pattern.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name);
  const unknown = names.filter((name) => name !== "key" && name !== "version" && name !== "region");
  if (unknown.length > 0) return `has placeholders that mean nothing: ${unknown.map((name) => `{${name}}`).join(", ")}`;
  if (!names.includes("key") && !names.includes("version")) {
    return "has neither {key} nor {version}, so every release would have the same URL";
  }
  const known = region !== anyRegion;
  const sample = filled(pattern, { key: "k", version: "v1.0.0", region: known ? region : "us-east-1" });
  // CloudFormation takes templates from S3 alone.
  if (!parseTemplateUrl(sample)) return "is no https URL of an object in S3, the only place CloudFormation reads from";
  const { name } = partitionOf(region);
  if (known && partitionOfHost(new URL(sample).hostname) !== name)
    return `is not in partition ${name}, as ${region} is`;
  return undefined;
}

function filled(pattern: string, values: Readonly<Record<"key" | "version" | "region", string>>): string {
  return pattern
    .replaceAll("{key}", () => values.key)
    .replaceAll("{version}", () => values.version)
    .replaceAll("{region}", () => values.region);
}

/** The partition that a host of S3 is in. */
export function partitionOfHost(host: string): string {
  if (host.endsWith(".cn")) return partitionOf("cn-north-1").name;
  const government = /[.-](us-gov-[a-z]+-\d)\.amazonaws\.com$/.exec(host)?.[1];
  return partitionOf(government ?? "us-east-1").name;
}

// S3's own rule for names, without the reserved prefixes.
function isBucketName(text: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text);
}

function refused(code: SourceRefusalCode, message: string, fix: string): SourcedUrl {
  return { kind: "refused", code, message, fix };
}
