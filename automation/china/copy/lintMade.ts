import { PantherError } from "../../../model/error.ts";
import { sourceRegion } from "../../../model/release/china/asset.ts";
import { lintForChina, type RunProgram } from "../lintForChina.ts";
import type { MadeTemplate } from "./wantedInChina.ts";

export interface LintedCopy {
  readonly made: readonly MadeTemplate[];
  readonly sourceBucket: string;
  readonly region: string;
  /** How cfn-lint is run, where that is not the usual way. */
  readonly run?: RunProgram;
  readonly signal: AbortSignal;
}

/**
 * Has cfn-lint look at templates for China before any of them is uploaded, where it is installed.
 * @throws PantherError `transform-lint` with every error that the published templates don't have as well
 */
export async function lintMade({ made, sourceBucket, region, run, signal }: LintedCopy): Promise<void> {
  const outcome = await lintForChina({
    templates: made.map(({ publishedKey, published, text }) => ({ key: publishedKey, before: published, after: text })),
    region,
    sourceRegion: sourceRegion({ buckets: [sourceBucket] }) ?? "us-east-1",
    signal,
    ...(run && { run }),
  });
  const findings = outcome.kind === "linted" ? outcome.findings : [];
  if (findings.length === 0) return;
  const lines = findings.map(({ template, place, rule, message }) => `- ${template}, ${place}: ${rule}: ${message}`);
  throw new PantherError(
    "transform-lint",
    `cfn-lint finds errors for ${region} in the templates that were made for it:\n${lines.join("\n")}`,
    "Nothing was copied. Tell this project's maintainers which release it is; panther china transform --no-lint shows what was made.",
  );
}
