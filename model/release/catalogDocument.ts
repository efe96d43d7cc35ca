import * as v from "valibot";
import { type ReleaseCatalog, withdrawnReleases } from "./catalog.ts";
import { type ReleaseVersion, readVersion, sortedVersions } from "./version.ts";

export type CatalogReading =
  | { readonly kind: "catalog"; readonly catalog: ReleaseCatalog }
  | { readonly kind: "problems" /** All of them, each with its place. */; readonly problems: readonly string[] };

const quoted = 'must be a release in quotes, for example "1.39.7"';
const version = v.pipe(
  v.string(quoted),
  v.rawTransform(({ dataset, addIssue, NEVER }): ReleaseVersion => {
    const read = readVersion(dataset.value);
    if (read.kind === "version") return read.release;
    addIssue({ message: `"${dataset.value}" ${read.reason}` });
    return NEVER;
  }),
);

/** An object with no other keys. Valibot says of a missing key what the object says, and takes a list for an object. */
function objectOf<const Entries extends v.ObjectEntries>(entries: Entries, itself: string, missing: string) {
  return v.pipe(
    v.custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value), itself),
    v.strictObject(entries, ({ expected, path }) => {
      if (expected !== "never") return missing;
      const unknown = Object.keys(Object(path?.[0].input)).filter((key) => !Object.hasOwn(entries, key));
      return `has keys that mean nothing here: ${unknown.join(", ")}`;
    }),
  );
}

const withdrawal = v.pipe(
  v.unknown(),
  v.transform((value) => (typeof value === "string" ? { version: value } : value)),
  objectOf(
    { version, reason: v.optional(v.string("must be text"), "the catalog says so") },
    'must be a release, or {"version": …, "reason": …}',
    quoted,
  ),
);

const listed = "must be a list of releases";
const schema = objectOf(
  {
    versions: v.pipe(v.array(version, listed), v.minLength(1, "must have at least one release")),
    withdrawn: v.optional(v.array(withdrawal, "must be a list")),
    source: v.optional(v.pipe(v.string("must be text"), v.minLength(1, "must not be empty"))),
  },
  'must be an object: {"versions": ["1.39.7", …]}',
  listed,
);

/**
 * Reads a catalog's text: JSON, `{"versions": ["1.39.7", …], "withdrawn": ["1.38.2", {"version": …, "reason": …}],
 * "source": "…"}`. The order doesn't matter. Without `withdrawn` those hold that Panther's documentation withdrew.
 * @param place The file or URL, which is the catalog's source unless it names one.
 */
export function readCatalogDocument(text: string, place: string): CatalogReading {
  let data: unknown;
  try {
    // Editors on Windows put a byte order mark in front.
    data = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return { kind: "problems", problems: [`it is no JSON: ${(error as Error).message}`] };
  }
  const parsed = v.safeParse(schema, data);
  if (!parsed.success) return { kind: "problems", problems: parsed.issues.map(describe) };
  const { versions, withdrawn = withdrawnReleases, source = place } = parsed.output;
  return { kind: "catalog", catalog: { source, releases: sortedVersions(versions), withdrawn } };
}

function describe({ expected, path, message }: v.BaseIssue<unknown>): string {
  // Of keys that mean nothing valibot reports the first, at its own place; the message names all of them.
  const steps = (path ?? []).slice(0, expected === "never" ? -1 : undefined);
  const place = steps.map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return `${place === "" ? "it" : place.replace(/^\./, "")} ${message}`;
}
