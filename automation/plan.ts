import { PantherError } from "../model/error.ts";
import type { Finding } from "../model/finding.ts";
import { type ReleasePlan, releasePlan } from "../model/release/releasePlan.ts";
import type { TemplateSource } from "../model/release/templateSource.ts";
import { readCatalog } from "./catalog.ts";

export interface PlanOptions {
  /** The release that runs, with or without a leading `v`. */
  readonly from: string;
  /** The release wanted; any patch that the catalog has. */
  readonly to: string;
  readonly region?: string;
  /** Path or URL of a release catalog; left out: what Panther's documentation recommends. */
  readonly catalog?: string;
  /** Where the templates lie, when not in Panther's bucket. */
  readonly source?: TemplateSource;
  readonly signal?: AbortSignal;
}

/**
 * The way from one release to another, without environment or AWS. Whatever forbids it, an unreadable catalog too, is
 * among the findings.
 */
export async function planReleases({ catalog, signal, ...request }: PlanOptions): Promise<ReleasePlan> {
  try {
    const read = await readCatalog({ ...(catalog !== undefined && { from: catalog }), ...(signal && { signal }) });
    return releasePlan({ ...request, catalog: read });
  } catch (error) {
    if (!(error instanceof PantherError)) throw error;
    return refusedPlan(request, [{ severity: "error", code: error.code, message: error.message, fix: error.fix }]);
  }
}

/** The answer to a question that can't be planned at all. */
export function refusedPlan(
  { from, to, region }: Partial<Pick<PlanOptions, "from" | "to" | "region">>,
  findings: readonly Finding[],
): ReleasePlan {
  const asked = { from: from ?? null, to: to ?? null, region: region ?? null, catalog: null };
  return { environment: null, ...asked, hops: [], findings };
}
