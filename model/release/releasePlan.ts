import { type Finding, isRefused } from "../finding.ts";
import { offeredReleases, type ReleaseCatalog, withdrawalOf } from "./catalog.ts";
import { checkRegion } from "./regions.ts";
import { releaseTemplates, type TemplatesOfRelease } from "./releaseTemplates.ts";
import type { TemplateSource } from "./templateSource.ts";
import { type Hop, upgradePath } from "./upgradePath.ts";
import { type ReleaseVersion, readVersion, tagOf } from "./version.ts";

/** One hop with what it deploys. */
export interface PlannedHop extends Hop, TemplatesOfRelease {
  /** Null: the templates have not been read. */
  readonly parameters: null;
}

/** The way from one release to another. Hops are empty where an error stands among the findings. */
export interface ReleasePlan {
  /** Null: the plan is about releases, not about an environment. */
  readonly environment: null;
  /** As `1.36.0` when it can be read, else as it was given; null when it was not. */
  readonly from: string | null;
  /** As `from`. */
  readonly to: string | null;
  /** Null: the URLs keep `{region}`. */
  readonly region: string | null;
  /** Where the list of releases comes from; null when there is none. */
  readonly catalog: string | null;
  /** In order; none where there is nothing to do. */
  readonly hops: readonly PlannedHop[];
  readonly findings: readonly Finding[];
}

export interface ReleasePlanRequest {
  readonly from: string;
  readonly to: string;
  readonly region?: string;
  readonly catalog: ReleaseCatalog;
  /** Versions of the role template that are published, where somebody has looked. */
  readonly publishedRoles?: readonly ReleaseVersion[];
  /** Where root templates come from, and in China the role's too. */
  readonly source?: TemplateSource;
}

/** Plans the way from one release to another, without looking at any environment or template. */
export function releasePlan(request: ReleasePlanRequest): ReleasePlan {
  const { region, catalog } = request;
  const [from, to] = [readVersion(request.from), readVersion(request.to)];
  const way =
    from.kind === "version" && to.kind === "version" ? wayBetween(from.release, to.release, request) : nowhere;
  const findings = [
    ...(from.kind === "refused" ? [malformed("from", request.from, from.reason)] : []),
    ...(to.kind === "refused" ? [malformed("to", request.to, to.reason)] : []),
    ...regionFindings(region, to.kind === "version" ? to.release : undefined),
    ...way.findings,
  ];
  return {
    environment: null,
    from: from.kind === "version" ? from.release : request.from,
    to: to.kind === "version" ? to.release : request.to,
    region: region ?? null,
    catalog: catalog.source,
    hops: isRefused(findings) ? [] : way.hops,
    findings,
  };
}

type Problem = Omit<Finding, "severity">;

interface Way {
  readonly hops: readonly PlannedHop[];
  readonly findings: readonly Finding[];
}

const nowhere: Way = { hops: [], findings: [] };

function wayBetween(from: ReleaseVersion, to: ReleaseVersion, request: ReleasePlanRequest): Way {
  const { releases, withdrawn } = request.catalog;
  const path = upgradePath(from, to, releases, withdrawn);
  const running = runningFindings(from, request.catalog);
  if (path.kind === "refused") return { hops: [], findings: [...running, asFinding("error", path)] };
  const planned = path.hops.map((hop) => planHop(hop, request));
  // What is wrong with a source is wrong for every hop.
  const bySource = new Map(planned.flatMap(({ findings }) => findings).map((finding) => [finding.message, finding]));
  return { hops: planned.flatMap(({ hops }) => hops), findings: [...running, ...bySource.values()] };
}

function planHop(hop: Hop, { region, source, publishedRoles }: ReleasePlanRequest): Way {
  const { findings, ...templates } = releaseTemplates({
    release: hop.to,
    ...(region !== undefined && { region }),
    ...(source && { source }),
    ...(publishedRoles && { publishedRoles }),
  });
  return { hops: [{ ...hop, ...templates, parameters: null }], findings };
}

function malformed(option: "from" | "to", text: string, reason: string): Finding {
  return {
    severity: "error",
    code: "version-malformed",
    message: `"${text}" (${option}) is no Panther release version: it ${reason}.`,
    fix: "Write it as major.minor.patch, with or without a leading v, for example v1.39.7.",
  };
}

function regionFindings(region: string | undefined, to: ReleaseVersion | undefined): readonly Finding[] {
  if (region === undefined) return [];
  const check = checkRegion(region, to);
  if (check.kind === "refused") return [asFinding("error", check)];
  if (check.region.scope === "full") return [];
  return [
    {
      severity: "warning",
      code: "region-backend-only",
      message: `${region} (${check.region.place}) runs Panther's backend only: there is no Cognito for the web app.`,
      fix: "Plan the web app for a region outside China, too, at the same release.",
    },
  ];
}

/** What to say of a release that runs. */
export function runningFindings(from: ReleaseVersion, { releases, withdrawn }: ReleaseCatalog): readonly Finding[] {
  const withdrawal = withdrawalOf(from, withdrawn);
  if (!withdrawal) return [];
  const newest = offeredReleases(releases, withdrawn).at(-1);
  return [
    {
      severity: "warning",
      code: "running-release-withdrawn",
      message: `${tagOf(from)}, which runs, was withdrawn: ${withdrawal.reason}.`,
      fix: newest ? `Upgrade soon; the newest release is ${tagOf(newest)}.` : "Ask Panther which release to go to.",
    },
  ];
}

function asFinding(severity: Finding["severity"], { code, message, fix }: Problem): Finding {
  return { severity, code, message, fix };
}
