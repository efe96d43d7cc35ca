import { recommendedReleases } from "../catalog.ts";
import { compareVersions, minorOf, type ReleaseVersion } from "../version.ts";
import { rootParametersOf } from "./catalog.ts";
import { checkValues, type ValueCheck } from "./checkValues.ts";
import { documentedTemplate } from "./declaration.ts";
import type { FindingCode, ParameterFinding } from "./finding.ts";

/** Which parameters a release has is known from its template; the documentation dates them by its own changes only. */
const namesOnly: readonly FindingCode[] = ["removed-parameter", "parameter-of-other-release"];

/** What a template's own declarations decide. */
const declared: readonly FindingCode[] = [
  "missing-required",
  "blank-required",
  "not-a-number",
  "below-minimum",
  "above-maximum",
  "too-short",
  "too-long",
  "not-allowed",
  "pattern-mismatch",
];

/**
 * What the documentation alone says against values, for an early answer where a release's template is not at hand. The
 * template decides in the end: a parameter that is not documented may be there, one of another release may be there
 * already or still, and of releases newer than the documentation even the limits are only likely.
 */
export function documentedFindings(
  check: ValueCheck & { readonly release: ReleaseVersion },
): readonly ParameterFinding[] {
  const uncertain = new Set([...namesOnly, ...(isDocumented(check.release) ? [] : declared)]);
  return checkValues(documentedTemplate(rootParametersOf(check.release)), check)
    .findings.filter(({ code }) => code !== "unknown-parameter")
    .map((found) => (uncertain.has(found.code) ? { ...found, severity: "warning" } : found));
}

function isDocumented(release: ReleaseVersion): boolean {
  return recommendedReleases.some(
    (known) => compareVersions(release, known) <= 0 || minorOf(release) === minorOf(known),
  );
}
