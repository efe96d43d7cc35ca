import { z } from "zod";
import { type ReleaseCatalog, withdrawnReleases } from "./catalog.ts";
import { type ReleaseVersion, readVersion, sortedVersions } from "./version.ts";

export type CatalogReading =
  | { readonly kind: "catalog"; readonly catalog: ReleaseCatalog }
  | { readonly kind: "problems" /** All of them, each with its place. */; readonly problems: readonly string[] };

const version = z
  .string('must be a release in quotes, for example "1.39.7"')
  .transform((text, context): ReleaseVersion => {
    const read = readVersion(text);
    if (read.kind === "version") return read.release;
    context.addIssue({ code: "custom", message: `"${text}" ${read.reason}` });
    return z.NEVER;
  });

const withdrawal = z.preprocess(
  (value) => (typeof value === "string" ? { version: value } : value),
  z.strictObject(
    { version, reason: z.string("must be text").default("the catalog says so") },
    'must be a release, or {"version": …, "reason": …}',
  ),
);

const schema = z.strictObject(
  {
    versions: z.array(version, "must be a list of releases").min(1, "must have at least one release"),
    withdrawn: z.array(withdrawal, "must be a list").optional(),
    source: z.string("must be text").min(1, "must not be empty").optional(),
  },
  'must be an object: {"versions": ["1.39.7", …]}',
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
  const parsed = schema.safeParse(data);
  if (!parsed.success) return { kind: "problems", problems: parsed.error.issues.map(describe) };
  const { versions, withdrawn = withdrawnReleases, source = place } = parsed.data;
  return { kind: "catalog", catalog: { source, releases: sortedVersions(versions), withdrawn } };
}

function describe(issue: z.core.$ZodIssue): string {
  const place = issue.path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("");
  const message =
    issue.code === "unrecognized_keys" ? `has keys that mean nothing here: ${issue.keys.join(", ")}` : issue.message;
  return `${place === "" ? "it" : place.replace(/^\./, "")} ${message}`;
}
