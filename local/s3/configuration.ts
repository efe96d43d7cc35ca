import { S3Error } from "./errors.ts";
import type { Answer } from "./reads.ts";
import type { Bucket, BucketDocument, Store } from "./store.ts";
import { textsOf, xmlDocument } from "./xml.ts";

/** All buckets of the account, with their regions, as to whoever asks for pages or for one region. */
export function listBuckets(store: Store, query: URLSearchParams): Answer {
  const region = query.get("bucket-region");
  const after = query.get("continuation-token") ?? "";
  const limit = Number(query.get("max-buckets") ?? 10_000);
  const paged = ["bucket-region", "max-buckets", "continuation-token", "prefix"].some((name) => query.has(name));
  const names = [...store.buckets.values()]
    .filter((bucket) => (region === null || bucket.region === region) && bucket.name > after)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const page = names.slice(0, limit);
  const xml = xmlDocument("ListAllMyBucketsResult", {
    Buckets: {
      Bucket: page.map((bucket) => ({
        Name: bucket.name,
        ...(paged && { BucketRegion: bucket.region }),
      })),
    },
    ContinuationToken: names.length > page.length ? page.at(-1)?.name : undefined,
  });
  return { status: 200, xml };
}

export function tagging({ tags }: Bucket): Answer {
  if (!tags) throw new S3Error(404, "NoSuchTagSet", "The TagSet does not exist");
  const Tag = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return { status: 200, xml: xmlDocument("Tagging", { TagSet: { Tag } }) };
}

export function versioning(bucket: Bucket): Answer {
  const xml = xmlDocument("VersioningConfiguration", {
    Status: bucket.versioning,
    MfaDelete: bucket.mfaDelete ? "Enabled" : undefined,
  });
  return { status: 200, xml };
}

export function objectLock(bucket: Bucket): Answer {
  if (!bucket.objectLock) {
    const message = "Object Lock configuration does not exist for this bucket";
    throw new S3Error(404, "ObjectLockConfigurationNotFoundError", message);
  }
  return { status: 200, xml: xmlDocument("ObjectLockConfiguration", { ObjectLockEnabled: "Enabled" }) };
}

const missing: Readonly<Record<"policy" | "lifecycle", string>> = {
  policy: "NoSuchBucketPolicy",
  lifecycle: "NoSuchLifecycleConfiguration",
};

export function documentOf(bucket: Bucket, name: "policy" | "lifecycle"): Answer {
  const text = bucket.documents.get(name);
  if (text === undefined) throw new S3Error(404, missing[name], `The bucket has no ${name}`);
  const sizes = bucket.documents.get("lifecycle-sizes");
  const headers = name === "lifecycle" && sizes !== undefined ? { [sizesHeader]: sizes } : {};
  return { status: 200, headers, xml: text };
}

const sizesHeader = "x-amz-transition-default-minimum-object-size";

export function putDocument(
  bucket: Bucket,
  name: BucketDocument,
  text: string,
  headers: NodeJS.Dict<string | string[]>,
): Answer {
  if (name === "lifecycle") {
    checkLifecycle(text);
    bucket.documents.set("lifecycle-sizes", String(headers[sizesHeader] ?? "all_storage_classes_128K"));
  }
  bucket.documents.set(name, text);
  return { status: name === "policy" ? 204 : 200 };
}

/** What S3 refuses of a lifecycle configuration, as far as one can get it wrong by adding a rule. */
function checkLifecycle(text: string): void {
  const rules = [...text.matchAll(/<Rule>(.*?)<\/Rule>/gs)].map(([, rule = ""]) => rule);
  const ids = textsOf(text, "ID");
  if (new Set(ids).size < ids.length) {
    throw new S3Error(400, "InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule");
  }
  const both = rules.some((rule) => /<Expiration>.*<Days>.*<ExpiredObjectDeleteMarker>/s.test(rule));
  if (both || rules.length === 0) throw new S3Error(400, "MalformedXML", "The XML you provided was not well-formed.");
  const filtered = rules.filter((rule) => rule.includes("<Filter"));
  if (filtered.length > 0 && filtered.length < rules.length) {
    throw new S3Error(400, "InvalidRequest", "Base level prefix cannot be used in Lifecycle V2.");
  }
}

/** Refuses what the bucket's policy denies to everybody. */
export function refuseDenied(bucket: Bucket, action: string): void {
  const text = bucket.documents.get("policy");
  if (text === undefined) return;
  const { Statement = [] } = JSON.parse(text) as { readonly Statement?: readonly PolicyStatement[] };
  for (const { Effect, Principal, Action = [] } of Statement) {
    const actions = Array.isArray(Action) ? Action : [Action];
    if (Effect === "Deny" && JSON.stringify(Principal) === '"*"' && actions.includes(action)) {
      throw new S3Error(403, "AccessDenied", `An explicit deny in a resource-based policy: ${action}`);
    }
  }
}

interface PolicyStatement {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action?: string | readonly string[];
}

export function deleteBucket(store: Store, bucket: Bucket): Answer {
  if (bucket.objects.size + bucket.versions.size > 0) {
    throw new S3Error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
  }
  store.buckets.delete(bucket.name);
  return { status: 204 };
}
