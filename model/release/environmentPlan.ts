import type { ChangePreview } from "../changes/changePreview.ts";
import type { Environment } from "../environment/environment.ts";
import { type Finding, isRefused } from "../finding.ts";
import { type DriftedValue, parameterDrift, tagDrift } from "../rules/drift.ts";
import type { ReleaseCatalog } from "./catalog.ts";
import { type ManualStep, manualSteps } from "./manualSteps.ts";
import { estimate, type StepDuration } from "./plan/durations.ts";
import { type HopParameters, hopChanges } from "./plan/hopChanges.ts";
import { type FoundAt, type PlanFinding, planFindings } from "./plan/planFindings.ts";
import type { WayHop } from "./plan/way.ts";
import { releaseTemplates } from "./releaseTemplates.ts";
import type { RoleChoice } from "./roleVersion.ts";
import { type RuntimeUse, runtimeFinding } from "./runtimes.ts";
import type { Template } from "./template.ts";
import { compareVersions, type ReleaseVersion } from "./version.ts";

/** What copying a release into the bucket in China takes, as far as it is not there yet. */
export interface PlannedCopy {
  /** Without the leading `v`. */
  readonly release: ReleaseVersion;
  readonly objects: number;
  readonly bytes: number;
}

/** How a running release was found out; `user`: somebody said so. */
export type ReleaseSource = "nested-stack-tag" | "template-mapping" | "published-template" | "user";

/** What an environment's way to a release takes; of a split in China one side's. Versions are without the leading `v`. */
export interface WayPlan {
  readonly environment: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  readonly rootStackName: string;
  /** The release that runs; null when nothing does, or when it can't be told. */
  readonly from: ReleaseVersion | null;
  /** How the running release was found out; null where `from` is. */
  readonly fromSource: ReleaseSource | null;
  /** The release that is wanted. */
  readonly to: ReleaseVersion;
  /** Whether the environment's file wants that release, or who calls. */
  readonly toSource: "file" | "option";
  /** Where the list of releases comes from. */
  readonly catalog: string;
  /** In order; none where there is nothing to do, or where an error stands among the findings. */
  readonly hops: readonly EnvironmentHop[];
  /** Where the file and what runs differ, besides the release; null where nothing runs. */
  readonly settings: PlannedSettings | null;
  /**
   * What the first hop changes, resource by resource; only on request, and missing where it could not be looked at. What
   * later hops change is known once the one before is done.
   */
  readonly changes?: ChangePreview;
  /** What a person has to do, or to check, in the order in which it is due. */
  readonly manualSteps: readonly ManualStep[];
  /** How long it will take by what earlier runs took; null where none tells. */
  readonly seconds: number | null;
}

/** What an environment's way to a release takes. With topology china what is not in `web` is about the backend. */
export interface EnvironmentPlan extends WayPlan {
  /** Of all sides; errors first. */
  readonly findings: readonly PlanFinding[];
  /** With topology china: the web side. */
  readonly web?: WayPlan;
  /** With topology china: what is copied first, release by release; none where all is there. */
  readonly copies?: readonly PlannedCopy[];
}

/** What of the root stack's settings a deploy would change. */
export interface PlannedSettings {
  readonly parameters: readonly DriftedValue[];
  /** Names of parameters that can't be compared: CloudFormation never shows them, or the file has them encrypted. */
  readonly notComparable: readonly string[];
  /** Names of tags. */
  readonly tags: readonly string[];
}

export interface EnvironmentHop {
  /** Null: the first deploy. The same as `to`: only parameters and tags change. */
  readonly from: ReleaseVersion | null;
  readonly to: ReleaseVersion;
  /** Null where somebody else manages the role, or where none is published. */
  readonly roleVersion: ReleaseVersion | null;
  /** `exact`: published for this release. `same-minor`: the highest of its minor. `assumed`: what is published can't be listed. `missing`: none is published. */
  readonly roleChoice: RoleChoice["kind"] | "managed-elsewhere";
  /** Null where `roleVersion` is. */
  readonly roleTemplateUrl: string | null;
  /** Null where there is no URL for the region. */
  readonly rootTemplateUrl: string | null;
  readonly parameters: HopParameters;
  /** By what earlier runs took; null where none tells. */
  readonly seconds: number | null;
}

/** A release on the way, as far as it could be looked at. */
export interface ReleaseFacts {
  /** The root template; missing where it can't be read, and then a finding says why. */
  readonly root?: Template;
  readonly runtimes: readonly RuntimeUse[];
  /** Parameters that the environment sets, that this release does not have, and another on the way has. */
  readonly leftOut: readonly string[];
  readonly findings: readonly Finding[];
}

/** A root stack as CloudFormation shows it; NoEcho parameters as `****`. */
export interface LiveSettings {
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface PlanFacts {
  readonly environment: Environment;
  readonly running: { readonly version: ReleaseVersion; readonly source: ReleaseSource } | null;
  /** The root stack that runs; missing where none does. */
  readonly live?: LiveSettings;
  readonly to: ReleaseVersion;
  readonly toSource: "file" | "option";
  readonly catalog: ReleaseCatalog;
  readonly hops: readonly WayHop[];
  /** One per hop. */
  readonly releases: readonly ReleaseFacts[];
  /** Undefined where nobody may look; a finding says so. */
  readonly publishedRoles: readonly ReleaseVersion[] | undefined;
  /** About the way as a whole. */
  readonly findings: readonly Finding[];
  /** Codes of findings that are accepted by name. */
  readonly accept: readonly string[];
  readonly durations: readonly StepDuration[];
  readonly now: Date;
}

const leftOutCode = "parameter-left-out";

/** Puts together what is known of an environment's way to a release. */
export function environmentPlan(facts: PlanFacts): EnvironmentPlan {
  const { environment, running, catalog, accept } = facts;
  const time = estimate(facts.hops, facts.durations);
  const hops = facts.hops.map((hop, index) => planHop(hop, index, time.hops[index] ?? null, facts));
  return {
    environment: environment.name,
    accountId: environment.expectedAccountId,
    region: environment.region,
    rootStackName: environment.rootStackName,
    from: running?.version ?? null,
    fromSource: running?.source ?? null,
    to: facts.to,
    toSource: facts.toSource,
    catalog: catalog.source,
    hops: hops.map(({ hop }) => hop),
    settings: facts.live ? plannedSettings(environment, facts.live) : null,
    findings: planFindings(
      [
        ...facts.findings.map((finding): FoundAt => ({ release: null, finding })),
        ...hops.flatMap(({ found }) => found),
      ],
      accept,
    ),
    manualSteps: manualSteps(facts.hops, [...Object.keys(environment.parameters), ...environment.secretParameterNames]),
    seconds: time.seconds,
  };
}

function plannedSettings(environment: Environment, live: LiveSettings): PlannedSettings {
  const { parameters: values, secretParameterNames: secretNames, tags } = environment;
  const { drifted, notComparable } = parameterDrift({
    template: live.template,
    live: live.parameters,
    values,
    secretNames,
  });
  return { parameters: drifted, notComparable, tags: tagDrift(tags, live.tags) };
}

/** The releases that a plan goes through, of all sides together, in order. */
export function releasesOnTheWay({ hops, web }: Pick<EnvironmentPlan, "hops" | "web">): readonly ReleaseVersion[] {
  return [...new Set([...hops, ...(web?.hops ?? [])].map(({ to }) => to))].sort(compareVersions);
}

/** Whether a plan forbids to go on. */
export function isPlanRefused({ findings }: EnvironmentPlan): boolean {
  return isRefused(findings);
}

function planHop(
  { from, to }: WayHop,
  index: number,
  seconds: number | null,
  facts: PlanFacts,
): { readonly hop: EnvironmentHop; readonly found: readonly FoundAt[] } {
  const release = facts.releases[index];
  const before = from === null ? null : templateBefore(index, facts);
  const { findings: sourceFindings, ...templates } = templatesOf(to, facts);
  const runtimes = (release?.runtimes ?? []).flatMap((use) => runtimeFinding(use, facts.now) ?? []);
  // Said once for all releases that leave it out.
  const own = (release?.findings ?? []).filter(({ code }) => code !== leftOutCode);
  const found = [...sourceFindings, ...own, ...leftOutFindings(index, facts), ...runtimes];
  return {
    hop: {
      from,
      to,
      ...templates,
      parameters: hopChanges(before, release?.root, release?.leftOut ?? []),
      seconds,
    },
    found: found.map((finding) => ({ release: to, finding })),
  };
}

function templatesOf(to: ReleaseVersion, { environment, publishedRoles }: PlanFacts) {
  const { region, templateSource: source, deploymentRole } = environment;
  if (deploymentRole.kind === "existing") {
    const { rootTemplateUrl, findings } = releaseTemplates({ release: to, region, source, publishedRoles: [to] });
    return {
      roleVersion: null,
      roleChoice: "managed-elsewhere",
      roleTemplateUrl: null,
      rootTemplateUrl,
      findings,
    } as const;
  }
  return releaseTemplates({ release: to, region, source, ...(publishedRoles && { publishedRoles }) });
}

/** The template that a hop starts from: of the hop before, or what stands. */
function templateBefore(index: number, { releases, live }: PlanFacts): Template | undefined {
  return index === 0 ? live?.template : releases[index - 1]?.root;
}

function leftOutFindings(index: number, { releases }: PlanFacts): readonly Finding[] {
  const last = releases.at(-1);
  return (releases[index]?.leftOut ?? []).map((name) => ({
    severity: "warning",
    code: leftOutCode,
    message: `${name} is no parameter there, so it is left out.`,
    fix: last?.leftOut.includes(name)
      ? `Once you are there, remove ${name} from the environment's file.`
      : `Nothing is to be done: a later release on the way has ${name}.`,
  }));
}
