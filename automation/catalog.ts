import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { S3 } from "@aws-sdk/client-s3";
import type { Environment } from "../model/environment/environment.ts";
import { PantherError } from "../model/error.ts";
import { type ReleaseCatalog, recommendedCatalog } from "../model/release/catalog.ts";
import { readCatalogDocument } from "../model/release/catalogDocument.ts";
import { catalogOfListing, releaseFolderPrefix } from "../model/release/releaseListing.ts";

/** The one call of S3 that a listing takes. */
export type ListingApi = Pick<S3, "listObjectsV2">;

export interface CatalogOptions {
  /** A path, or an https URL; left out: what Panther's documentation recommends. */
  readonly from?: string;
  readonly signal?: AbortSignal;
  /** How long a URL may take to answer, in milliseconds. */
  readonly timeout?: number;
}

/**
 * Reads a release catalog from a file or a URL.
 * @throws PantherError `catalog-unavailable` when it can't be had, `catalog-invalid` with all that is wrong in it.
 */
export async function readCatalog({ from, signal, timeout = 15_000 }: CatalogOptions = {}): Promise<ReleaseCatalog> {
  if (from === undefined) return recommendedCatalog;
  const place = placeOf(from);
  const text =
    place.kind === "url"
      ? await fetched(place.url, AbortSignal.any([AbortSignal.timeout(timeout), ...(signal ? [signal] : [])]))
      : await readFile(place.path, "utf8").catch((error: Error) => unavailable(from, error.message, error));
  const shown = place.kind === "url" ? shownUrl(place.url) : from;
  const read = readCatalogDocument(text, shown);
  if (read.kind === "catalog") return read.catalog;
  throw new PantherError(
    "catalog-invalid",
    `The release catalog ${shown} is not valid:\n${read.problems.map((problem) => `- ${problem}`).join("\n")}`,
    'Write it as {"versions": ["1.39.7", …]}, if need be with "withdrawn" and "source".',
  );
}

/**
 * The releases that an environment may go to: what its `releaseCatalog` lists, else what lies in its release bucket, else
 * what Panther's documentation recommends.
 * @throws PantherError as {@link readCatalog} and {@link catalogOfBucket}.
 */
export async function catalogOfEnvironment(question: {
  readonly environment: Environment;
  readonly projectDirectory: string;
  readonly objects: ListingApi;
  readonly signal: AbortSignal;
}): Promise<ReleaseCatalog> {
  const { environment, projectDirectory, objects, signal } = question;
  const { releaseCatalog, templateSource } = environment;
  if (releaseCatalog !== undefined) {
    // A path in an environment's file is one from the project's folder, wherever the command is called.
    const from = isUrl(releaseCatalog) ? releaseCatalog : resolve(projectDirectory, releaseCatalog);
    return await readCatalog({ from, signal });
  }
  // A bucket in China holds what was copied so far, and what is published there is more.
  if (templateSource.kind === "bucket" && environment.topology.kind === "standard")
    return await catalogOfBucket(objects, templateSource.bucket);
  return recommendedCatalog;
}

/**
 * The catalog that a release bucket makes by what lies in it.
 * @throws PantherError `catalog-unavailable` when it may not be listed or holds no release.
 */
export async function catalogOfBucket(objects: ListingApi, bucket: string): Promise<ReleaseCatalog> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    // A release's folder has a handful of objects: its assets lie outside it.
    const page = await objects
      .listObjectsV2({ Bucket: bucket, Prefix: releaseFolderPrefix, ...(token && { ContinuationToken: token }) })
      .catch((error: Error) => unavailable(`s3://${bucket}`, error.message, error));
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token);
  const catalog = catalogOfListing(bucket, keys);
  return catalog.releases.length > 0 ? catalog : unavailable(`s3://${bucket}`, "it holds no v<version>/panther.yml");
}

type Place = { readonly kind: "file"; readonly path: string } | { readonly kind: "url"; readonly url: URL };

function placeOf(from: string): Place {
  if (!isUrl(from)) return { kind: "file", path: from };
  if (!URL.canParse(from)) return unavailable(from, "it is no well-formed URL");
  const url = new URL(from);
  if (url.protocol === "file:") return { kind: "file", path: fileURLToPath(url) };
  // Who can change the list on its way chooses what is deployed.
  const local = url.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url.protocol === "https:" || local) return { kind: "url", url };
  return unavailable(shownUrl(url), "a catalog is read from a file or over https");
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
}

async function fetched(url: URL, signal: AbortSignal): Promise<string> {
  try {
    const answer = await fetch(url, { signal, redirect: "follow", headers: { accept: "application/json" } });
    if (!answer.ok) return unavailable(shownUrl(url), `the server says ${answer.status} ${answer.statusText}`.trim());
    return await answer.text();
  } catch (error) {
    if (error instanceof PantherError) throw error;
    return unavailable(shownUrl(url), whyOf(error), error);
  }
}

/** `fetch` says "fetch failed" and keeps what happened in the cause. */
function whyOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== "" ? cause.message : message;
}

/** A URL without what may be secret in it: a presigned one has its signature in the query. */
function shownUrl({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}

function unavailable(place: string, why: string, cause?: unknown): never {
  throw new PantherError(
    "catalog-unavailable",
    `The release catalog ${place} can't be read: ${why.replace(/\.$/, "")}.`,
    "Check the path or URL and who may read it, or leave the catalog out to use what Panther's documentation recommends.",
    { cause },
  );
}
