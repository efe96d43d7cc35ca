import { transformRelease } from "../../../../model/release/china/transform.ts";
import type { TransformedRelease, TransformProblem } from "../../../../model/release/china/transformedRelease.ts";

export const published = "panther-enterprise-us-west-1";
export const china = { bucket: "example-releases", region: "cn-north-1" };
export const rootKey = "v1.39.7/panther.yml";

/** Where a nested template of these tests lies, and how its parent names it. */
export const urlOf = (key: string): string => `https://${published}.s3.us-west-1.amazonaws.com/${key}`;
export const newUrlOf = (key: string): string => `https://example-releases.s3.cn-north-1.amazonaws.com.cn/${key}`;

/** A release of a root template and those that it nests, by their keys. */
export function transform(
  root: string,
  nested: Readonly<Record<string, string>> = {},
  target: { readonly bucket: string; readonly region: string } = china,
): TransformedRelease {
  const templates = new Map([[rootKey, root], ...Object.entries(nested)]);
  return transformRelease({ templates, root: rootKey, source: { buckets: [published] }, target });
}

export type Done = Extract<TransformedRelease, { readonly kind: "transformed" }>;

/** @throws Error with the problems of a release that is refused */
export function done(...request: Parameters<typeof transform>): Done {
  const result = transform(...request);
  if (result.kind === "transformed") return result;
  throw new Error(`Refused: ${JSON.stringify(result.problems, undefined, 2)}`);
}

/** The root template as it comes out. */
export function rootOf(...request: Parameters<typeof transform>): string {
  return done(...request).templates.get(rootKey) ?? "";
}

/** A nested template as it comes out, by its key before; undefined where it is no longer part of the release. */
export function nestedOf(result: Done, key: string): string | undefined {
  const found = [...result.origins].find(([, before]) => before === key);
  return found && result.templates.get(found[0]);
}

export function problemsOf(...request: Parameters<typeof transform>): readonly TransformProblem[] {
  const result = transform(...request);
  return result.kind === "refused" ? result.problems : [];
}

/**
 * Lines without the indentation that all of them have. Further lines of a value begin where its own line begins, and a line
 * that has nothing but a blank value is left out.
 */
export function lines(strings: TemplateStringsArray, ...values: readonly string[]): string {
  const marked = strings.raw.join("\0").replace(/^\n/, "").trimEnd();
  const indents = [...marked.matchAll(/^( *)\S/gm)].map(([, indent = ""]) => indent.length);
  const left = values.values();
  return marked
    .split("\n")
    .flatMap((line) => {
      const own = line.slice(Math.min(...indents));
      const indent = /^ */.exec(own)?.[0] ?? "";
      const filled = own.replaceAll("\0", () => String(left.next().value).replaceAll("\n", `\n${indent}`));
      return own.trim() === "\0" && filled.trim() === "" ? [] : [`${filled.trimEnd()}\n`];
    })
    .join("");
}
