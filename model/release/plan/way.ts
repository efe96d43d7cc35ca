import type { Finding } from "../../finding.ts";
import { type ReleaseCatalog, withdrawalOf } from "../catalog.ts";
import { runningFindings } from "../releasePlan.ts";
import { upgradePath } from "../upgradePath.ts";
import { type ReleaseVersion, tagOf } from "../version.ts";

/** What runs in an environment, as far as it can be told. */
export type Standing =
  | { readonly kind: "nothing" }
  /** Something stands, and nothing tells which release it is. */
  | { readonly kind: "unknown" }
  | { readonly kind: "release"; readonly release: ReleaseVersion };

/** One step of the way; from null it is the first deploy, and from the same release only parameters and tags change. */
export interface WayHop {
  readonly from: ReleaseVersion | null;
  readonly to: ReleaseVersion;
}

/** The way to a release. No hop where a finding forbids it, or where there is nothing to do. */
export interface Way {
  readonly hops: readonly WayHop[];
  readonly findings: readonly Finding[];
}

export interface WayQuestion {
  readonly environment: string;
  readonly standing: Standing;
  readonly to: ReleaseVersion;
  /** `deploy` does not change the release that runs; `upgrade` needs one that does. */
  readonly mode: "deploy" | "upgrade";
  readonly catalog: ReleaseCatalog;
}

/** Which releases an environment has to go through, or why it can't get there. */
export function wayTo(question: WayQuestion): Way {
  const { standing, mode, to, catalog } = question;
  if (standing.kind === "unknown") return refused(releaseUnknown(question));
  if (standing.kind === "nothing") return mode === "deploy" ? firstDeploy(question) : refused(notDeployed(question));
  const findings = runningFindings(standing.release, catalog);
  if (mode === "deploy") {
    if (standing.release !== to) return refused(otherReleaseRuns(question, standing.release), findings);
    return { hops: [{ from: to, to }], findings };
  }
  const path = upgradePath(standing.release, to, catalog.releases, catalog.withdrawn);
  return path.kind === "path" ? { hops: path.hops, findings } : refused(path, findings);
}

type Refusal = Omit<Finding, "severity">;

function firstDeploy({ to, catalog }: WayQuestion): Way {
  const withdrawal = withdrawalOf(to, catalog.withdrawn);
  if (!withdrawal) return { hops: [{ from: null, to }], findings: [] };
  return refused({
    code: "withdrawn-release",
    message: `${tagOf(to)} was withdrawn: ${withdrawal.reason}.`,
    fix: "Choose another release: panther releases",
  });
}

function refused({ code, message, fix }: Refusal, findings: readonly Finding[] = []): Way {
  return { hops: [], findings: [...findings, { severity: "error", code, message, fix }] };
}

function notDeployed({ environment }: WayQuestion): Refusal {
  return {
    code: "not-deployed",
    message: `Nothing runs in ${environment} yet. Nothing was changed.`,
    fix: `Deploy it first: panther deploy ${environment}`,
  };
}

function releaseUnknown({ environment, to }: WayQuestion): Refusal {
  return {
    code: "release-unknown",
    message: `${environment} runs a release that can't be told: no tag, no mapping, and no published template of the catalog equals the live one. ${tagOf(to)} was not deployed.`,
    fix: "Check that this account may read the release bucket and that the catalog has the release that runs, or say which it is: --from v<release>. Panther's web app shows it in the general settings.",
  };
}

function otherReleaseRuns({ environment, to }: WayQuestion, running: ReleaseVersion): Refusal {
  return {
    code: "other-release-runs",
    message: `${tagOf(running)} runs in ${environment}, and deploy does not change the release to ${tagOf(to)}. Nothing was changed.`,
    fix: `To go to the release that the environment wants: panther upgrade ${environment}. To deploy what runs: panther deploy ${environment} --release ${tagOf(running)}`,
  };
}
