import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { PantherError } from "../../model/error.ts";
import { sourceRegion } from "../../model/release/china/asset.ts";
import {
  type Removal,
  type TransformedRelease,
  type TransformProblem,
  transformRelease,
} from "../../model/release/china/transform.ts";
import { partitionOf } from "../../model/release/partition.ts";
import { folderSource } from "./copy/folderSource.ts";
import type { ReleaseSource } from "./copy/releaseSource.ts";
import { walkRelease } from "./copy/walkRelease.ts";
import { type LintOutcome, lintForChina, type RunProgram } from "./lintForChina.ts";
import { type FolderRoot, releasesInFolder } from "./releasesInFolder.ts";
import { writeFolder } from "./writeFolder.ts";

export interface TransformFolderRequest {
  /** A release, or several, with the bucket's keys as files. */
  readonly folder: string;
  /** Where to write what comes out; left out: nowhere. */
  readonly out?: string;
  /** The bucket in China that it is for. */
  readonly bucket: string;
  readonly region: string;
  /** Where the release was published; left out: the bucket that its root template names. */
  readonly sourceBucket?: string;
  /** How cfn-lint is run; null: not at all. */
  readonly lint?: RunProgram | null;
  readonly signal: AbortSignal;
}

export type FolderTransform = TransformedFolder | RefusedFolder;

/** Nothing was written. */
export interface RefusedFolder {
  readonly kind: "refused";
  readonly problems: readonly TransformProblem[];
}

export interface TransformedFolder {
  readonly kind: "transformed";
  /** Children before parents. */
  readonly templates: readonly TransformedTemplate[];
  /** Keys of everything else that the templates need. */
  readonly assets: readonly string[];
  /** Images that a person has to bring to China. */
  readonly images: readonly string[];
  readonly removed: readonly Removal[];
  readonly lint: LintOutcome;
}

export interface TransformedTemplate {
  /** Its key before. */
  readonly from: string;
  readonly key: string;
  /** Unified; blank where nothing changed. */
  readonly diff: string;
}

/**
 * Transforms the releases in a folder for a bucket in China, without AWS, and writes them with all that they need into
 * another folder, the root templates last.
 * @throws PantherError `region-not-in-china`, `folder-unreadable`, `folder-without-release`, `source-bucket-unknown`,
 * `folder-unwritable`, `copy-source-missing`, `copy-reference-unclear`
 */
export async function transformFolder(request: TransformFolderRequest): Promise<FolderTransform> {
  const { folder, region, signal } = request;
  if (partitionOf(region).name !== "aws-cn") {
    throw new PantherError(
      "region-not-in-china",
      `${region} is no region of AWS China.`,
      "Name the bucket's region with --region: cn-north-1 or cn-northwest-1.",
    );
  }
  const roots = await releasesInFolder(folder, request.sourceBucket);
  const releases = await Promise.all(roots.map((root) => transformed(request, root)));
  const problems = releases.flatMap(({ result }) => (result.kind === "refused" ? result.problems : []));
  const done = releases.flatMap(({ result, ...rest }) => (result.kind === "transformed" ? [{ ...rest, result }] : []));
  const missing = await missingObjects(done, signal);
  if (problems.length + missing.length > 0) return { kind: "refused", problems: [...problems, ...missing] };
  const lint = await linted(request, done);
  const errors = lint.kind === "linted" ? lint.findings : [];
  if (errors.length > 0) return { kind: "refused", problems: errors.map(problemOfLint) };
  const answer: TransformedFolder = {
    kind: "transformed",
    templates: unique(done.flatMap(templatesOf), ({ key }) => key),
    assets: unique(
      done.flatMap(({ result }) => result.assets).map(({ key }) => key),
      (key) => key,
    ),
    images: unique(
      done.flatMap(({ result }) => result.images).map(({ uri }) => uri),
      (uri) => uri,
    ),
    removed: unique(
      done.flatMap(({ result }) => result.removed),
      ({ template, place }) => `${template} ${place}`,
    ),
    lint,
  };
  if (request.out !== undefined)
    await writeFolder(
      folder,
      request.out,
      done.map(({ root, result }) => ({ root: root.key, ...result })),
      signal,
    );
  return answer;
}

interface Worked<Result = TransformedRelease> {
  readonly root: FolderRoot;
  readonly source: ReleaseSource;
  /** Before the transform, by key. */
  readonly texts: ReadonlyMap<string, string>;
  readonly result: Result;
}

type Done = Worked<Extract<TransformedRelease, { readonly kind: "transformed" }>>;

async function transformed(request: TransformFolderRequest, root: FolderRoot): Promise<Worked> {
  const { folder, bucket, region, signal } = request;
  const source = folderSource(folder, root.bucket);
  const { templates: texts } = await walkRelease(source, root, signal);
  const target = { bucket, region };
  const at = { buckets: root.bucket === "" ? [] : [root.bucket] };
  return { root, source, texts, result: transformRelease({ templates: texts, root: root.key, source: at, target }) };
}

async function missingObjects(releases: readonly Done[], signal: AbortSignal): Promise<readonly TransformProblem[]> {
  const missing: TransformProblem[] = [];
  for (const { root, source, result } of releases) {
    for (const { key } of result.assets) {
      signal.throwIfAborted();
      if (await source.stat({ bucket: root.bucket, key })) continue;
      missing.push({ template: root.key, place: "", chain: [], message: `The folder has no ${key}, which it needs.` });
    }
  }
  return missing;
}

function templatesOf({ result, texts }: Done): readonly TransformedTemplate[] {
  return Array.from(result.templates, ([key, text]) => {
    const from = result.origins.get(key) ?? key;
    const before = texts.get(from) ?? "";
    return { from, key, diff: before === text ? "" : unified(from, key, before, text) };
  });
}

function unified(from: string, to: string, before: string, after: string): string {
  return createTwoFilesPatch(from, to, before, after, undefined, undefined, { headerOptions: FILE_HEADERS_ONLY });
}

async function linted(
  { lint, region, signal }: TransformFolderRequest,
  releases: readonly Done[],
): Promise<LintOutcome> {
  if (lint === null) return { kind: "unavailable", reason: "it was not asked for" };
  const templates = releases.flatMap(({ result, texts }) =>
    Array.from(result.templates, ([key, after]) => {
      const from = result.origins.get(key) ?? key;
      return { key: from, before: texts.get(from) ?? "", after };
    }),
  );
  const buckets = releases.map(({ root }) => root.bucket);
  return lintForChina({
    templates: unique(templates, ({ key }) => key),
    region,
    sourceRegion: sourceRegion({ buckets }) ?? "us-east-1",
    signal,
    ...(lint && { run: lint }),
  });
}

function problemOfLint({
  template,
  place,
  rule,
  message,
}: {
  readonly template: string;
  readonly place: string;
  readonly rule: string;
  readonly message: string;
}): TransformProblem {
  return { template, place, chain: [], message: `cfn-lint ${rule}: ${message}` };
}

function unique<T>(list: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(list.map((item) => [keyOf(item), item])).values()];
}
