/** One place in a text that names an object, or objects, of a bucket. */
export interface S3Location {
  /** Characters of the text that it takes. */
  readonly start: number;
  readonly end: number;
  readonly form: "uri" | "url" | "arn" | "path";
  readonly bucket: string;
  /** As it stands in the text; blank where the bucket alone is named. */
  readonly rawKey: string;
  /** The object's key, decoded; undefined for a bucket alone and for patterns as IAM has them. */
  readonly key: string | undefined;
}

export interface S3Target {
  readonly bucket: string;
  readonly region: string;
  readonly partition: string;
  readonly dnsSuffix: string;
}

// S3's hosts: the region after a dot or a dash or left out, FIPS, dual stack, China.
const regionName = "(?:[a-z]{2}(?:-[a-z]+)+-\\d|external-1|\\$\\{[^}]*\\})";
const host = `s3(?:-fips)?(?:[.-]dualstack)?(?:[.-]${regionName})?\\.amazonaws\\.com(?:\\.cn)?`;
const keyText = "(?:\\$\\{[^}]*\\}|[\\w./!*()~%@=:+?-])*";
const before = "(?<![A-Za-z0-9.-])";
// A longer name is another bucket's; a full stop may end a sentence.
const after = "(?![A-Za-z0-9-]|\\.[A-Za-z0-9])";

/** What in a text names one of the buckets as S3 addresses objects; `${…}` in it is what nobody could fill in. */
export function s3LocationsIn(text: string, buckets: readonly string[]): readonly S3Location[] {
  return buckets
    .filter((bucket) => text.includes(bucket))
    .flatMap((bucket) =>
      formsOf(bucket)
        .filter(({ start }) => text.includes(start))
        .flatMap((form) => locations(text, bucket, form)),
    )
    .sort((one, other) => one.start - other.start);
}

/** Whether a text names one of the buckets in any way. */
export function namesBucket(text: string, buckets: readonly string[]): boolean {
  return buckets.some(
    (bucket) => text.includes(bucket) && new RegExp(`${before}${escaped(bucket)}(?:${after}|\\.s3[.-])`).test(text),
  );
}

/** The same object in another bucket; `key` where the object is stored under another one there. */
export function s3Text(location: S3Location, target: S3Target, key?: string): string {
  const rawKey = key ?? location.rawKey;
  const path = rawKey === "" ? "" : `/${rawKey}`;
  switch (location.form) {
    case "uri":
      return `s3://${target.bucket}${path}`;
    case "url":
      return `https://${target.bucket}.s3.${target.region}.${target.dnsSuffix}${path}`;
    case "arn":
      return `arn:${target.partition}:s3:::${target.bucket}${path}`;
    case "path":
      return `${target.bucket}${path}`;
  }
}

interface Form {
  readonly form: S3Location["form"];
  /** What a text has in every case, since to look for the whole of it takes long. */
  readonly start: string;
  readonly pattern: string;
}

function formsOf(bucket: string): readonly Form[] {
  const name = escaped(bucket);
  const key = `(?:/(?<key>${keyText}))?`;
  return [
    { form: "uri", start: "s3://", pattern: `s3://${name}${after}${key}` },
    { form: "url", start: "http", pattern: `https?://(?:${name}\\.${host}|${host}/${name}${after})${key}` },
    { form: "arn", start: "arn:", pattern: `arn:(?:[a-z-]+|\\$\\{AWS::Partition\\}):s3:::${name}${after}${key}` },
    { form: "path", start: `${bucket}/`, pattern: `^${name}/(?<key>${keyText})$` },
  ];
}

function locations(text: string, bucket: string, { form, pattern }: Form): readonly S3Location[] {
  return Array.from(text.matchAll(new RegExp(pattern, "g")), (match) => {
    const rawKey = match.groups?.key ?? "";
    return { start: match.index, end: match.index + match[0].length, form, bucket, rawKey, key: keyOf(form, rawKey) };
  });
}

function keyOf(form: S3Location["form"], rawKey: string): string | undefined {
  if (rawKey === "" || (form === "arn" && /[*?]/.test(rawKey))) return undefined;
  if (form !== "url") return rawKey;
  try {
    return decodeURIComponent(rawKey);
  } catch {
    return rawKey;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
