import { bringAll } from "./bringAll.ts";
import { differencesOf } from "./copyDifferences.ts";
import type { CopyPlan, CopyReport } from "./copyEvents.ts";
import type { CopyRequest } from "./copyRequest.ts";
import { lintMade } from "./lintMade.ts";
import { type LookedAt, surveyBucket } from "./surveyBucket.ts";

/**
 * Copies a release into a bucket in AWS China: templates as they have to be there, everything that those need as it is, the
 * root template last. What is there already with the same content stays. An abort leaves what has arrived; the same call
 * goes on from there.
 * @param request With `dryRun` nothing is written, and each template's difference is reported.
 * @throws PantherError Each names what it is about and what to do: `release-not-published`, `transform-refused`, `transform-lint`,
 *   `copy-…`,
 *   `credentials-…`. The signal's reason after an abort.
 */
export async function copyRelease(
  request: CopyRequest & { readonly report: CopyReport; readonly dryRun?: boolean },
): Promise<CopyPlan> {
  const { timing, report, lint, dryRun = false } = request;
  const started = timing.now().getTime();
  const survey = await surveyBucket(request, { whole: dryRun, mustExist: !dryRun });
  for (const message of survey.notices) report({ type: "copy-notice", message });
  report({ type: "copy-planned", ...survey.plan });
  if (survey.kind === "looked" && lint !== null && bringsTemplates(survey)) {
    const { source, target, signal } = request;
    // It takes a minute for as many as a release has.
    const message = `cfn-lint, where it is installed, looks at ${survey.made.length} templates for ${target.region}.`;
    report({ type: "copy-notice", message });
    const { bucket: sourceBucket } = source;
    await lintMade({ made: survey.made, sourceBucket, region: target.region, signal, ...(lint && { run: lint }) });
  }
  if (dryRun) {
    for (const difference of differencesOf(survey.made)) report({ type: "copy-difference", ...difference });
    return survey.plan;
  }
  if (survey.kind === "looked") await bringAll(survey, request, report);
  const seconds = (timing.now().getTime() - started) / 1000;
  report({ type: "copy-finished", ...survey.plan, seconds });
  return survey.plan;
}

function bringsTemplates({ missing, rootIsThere }: LookedAt): boolean {
  return !rootIsThere || missing.some(({ kind }) => kind === "text");
}

/** What a copy of a release would take; nothing is written. A bucket that is not there yet counts as empty. */
export async function planCopy(request: CopyRequest): Promise<CopyPlan> {
  const { plan } = await surveyBucket(request, { whole: false, mustExist: false });
  return plan;
}
