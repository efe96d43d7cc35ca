/** A resource of Pulumi's state, as far as it matters for what is kept of it. */
export interface StateEntry {
  readonly urn: string;
  readonly type: string;
  readonly parent?: unknown;
  /** `<URN>::<ID>` of a provider. */
  readonly provider?: unknown;
  readonly dependencies?: unknown;
  readonly propertyDependencies?: unknown;
  readonly deletedWith?: unknown;
  /** It was replaced, and its predecessor waits to be deleted. */
  readonly delete?: unknown;
}

const component = "panther:index:PantherReleaseBucket";

/**
 * What stays of a state when the release bucket stays: the bucket with its settings, and what these hang on. Without it the
 * next `up` would create a bucket that is there. Its policy is forgotten all the same: it names the deployment role, S3 keeps a
 * role that is gone by an ID that no later role of that name has, and only a policy that is written anew lets that one read.
 * Source: IAM User Guide, "AWS JSON policy elements: Principal", IAM role principals.
 * @returns none where the state has no bucket of this project's
 */
export function stateOfReleaseBucket<Entry extends StateEntry>(resources: readonly Entry[]): readonly Entry[] {
  const standing = resources.filter((one) => one.delete !== true);
  const own = standing.filter(({ urn, type }) => isOfBucket(urn) && type !== "aws:s3/bucketPolicy:BucketPolicy");
  if (!own.some(({ type }) => type === "aws:s3/bucket:Bucket")) return [];
  const kept = new Set(own.map(({ urn }) => urn));
  // A state has parents and providers in front of what needs them.
  for (const { urn, parent, provider } of standing.toReversed()) {
    if (!kept.has(urn)) continue;
    if (typeof parent === "string") kept.add(parent);
    if (typeof provider === "string") kept.add(provider.slice(0, provider.lastIndexOf("::")));
  }
  return standing.filter(({ urn }) => kept.has(urn)).map((one) => withoutOthers(one, kept));
}

function isOfBucket(urn: string): boolean {
  return urn.includes(`::${component}::`) || urn.includes(`$${component}::`) || urn.includes(`${component}$`);
}

/** Pulumi takes no state in which something depends on what is not there; what the stack's outputs tell is gone. */
function withoutOthers<Entry extends StateEntry>(entry: Entry, kept: ReadonlySet<string>): Entry {
  const { dependencies, propertyDependencies, deletedWith } = entry;
  const known = (list: unknown) => (Array.isArray(list) ? list.filter((urn) => kept.has(urn)) : list);
  const properties = Object.entries(propertyDependencies ?? {}).map(([name, list]) => [name, known(list)] as const);
  return {
    ...entry,
    ...(dependencies !== undefined && { dependencies: known(dependencies) }),
    ...(propertyDependencies !== undefined && { propertyDependencies: Object.fromEntries(properties) }),
    ...(typeof deletedWith === "string" && !kept.has(deletedWith) && { deletedWith: "" }),
    ...(entry.type === "pulumi:pulumi:Stack" && { outputs: {} }),
  };
}
