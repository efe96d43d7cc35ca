import { changeFindings } from "../../model/changes/changeFindings.ts";
import { PantherError } from "../../model/error.ts";
import { type EnvironmentPlan, isPlanRefused } from "../../model/release/environmentPlan.ts";
import type { CheckedHop } from "../../model/release/parameters/hopParameters.ts";
import type { PlanFinding } from "../../model/release/plan/planFindings.ts";
import { type ReleaseVersion, tagOf } from "../../model/release/version.ts";
import type { PlannedSides } from "../planSides.ts";
import { type Run, webRun } from "../run.ts";
import { isDenied, previewChanges } from "./previewChanges.ts";
import { removeLeftoverPreviews } from "./removePreviews.ts";

/**
 * A plan with what its first hop changes, resource by resource, on each side, and what speaks against that. Why it can't be
 * looked at is a finding, too. A plan that is refused already, or has no hop, comes back as it is.
 */
export async function planWithChanges(planned: PlannedSides): Promise<PlannedSides> {
  const { run, plan, checked, web } = planned;
  if (isPlanRefused(plan)) return planned;
  const own = await changesOf(run, plan, checked);
  const ofWeb = web && (await changesOf(web.run, { ...web.plan, copies: [] }, web.checked));
  const found = [...own.findings, ...(ofWeb?.findings ?? []).map((finding) => ({ ...finding, side: "web" }) as const)];
  return {
    ...planned,
    plan: {
      ...plan,
      ...own.changes,
      ...(plan.web && { web: { ...plan.web, ...ofWeb?.changes } }),
      findings: errorsFirst([...found, ...plan.findings]),
    },
  };
}

interface Looked {
  readonly changes?: Pick<EnvironmentPlan, "changes">;
  readonly findings: readonly PlanFinding[];
}

async function changesOf(
  run: Run,
  { hops: [hop], copies = [] }: Pick<EnvironmentPlan, "hops" | "copies">,
  [checked]: readonly CheckedHop[],
): Promise<Looked> {
  if (!hop || !checked) return { findings: [] };
  try {
    if (copies.some(({ release }) => release === hop.to)) throw notCopied(run, hop.to);
    const changes = await previewChanges(run, { from: hop.from, checked });
    const { accept } = run;
    return { changes: { changes }, findings: changeFindings(changes.stack, { release: hop.to, accept }) };
  } catch (error) {
    if (!(error instanceof PantherError) || run.signal.aborted) throw error;
    const { code, message, fix } = error;
    return { findings: [{ severity: "error", code, message, fix, releases: [hop.to], accepted: false }] };
  }
}

function notCopied({ environment }: Run, release: ReleaseVersion): PantherError {
  return new PantherError(
    "release-not-copied",
    `What ${tagOf(release)} changes can't be looked at before it is in the bucket in China: CloudFormation reads it there.`,
    `Copy it first: panther china copy ${environment.name} --release ${tagOf(release)}. Or leave --changes out.`,
  );
}

/** Before anything is looked at: an empty stack that a killed preview left would be taken for a stuck one. */
export async function removeKilledPreviews(run: Run): Promise<void> {
  const web = webRun(run);
  await removeKilledOn(run);
  if (web) await removeKilledOn(web);
}

async function removeKilledOn({ aws, environment, timing, report, signal }: Run): Promise<void> {
  const { rootStackName } = environment;
  try {
    await removeLeftoverPreviews({ stacks: aws.stacks, timing, rootStackName, report, signal });
  } catch (error) {
    // The preview itself will say so.
    if (!isDenied(error)) throw error;
  }
}

function errorsFirst(findings: readonly PlanFinding[]): readonly PlanFinding[] {
  const isError = ({ severity }: PlanFinding) => severity === "error";
  return [...findings.filter(isError), ...findings.filter((finding) => !isError(finding))];
}
