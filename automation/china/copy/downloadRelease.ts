import type { Timing } from "../../timing.ts";
import type { CopyPlan, CopyReport } from "./copyEvents.ts";
import { folderTarget } from "./folderTarget.ts";
import { folderHoldings } from "./holdings.ts";
import { type ReleaseParts, readInputs } from "./releaseInputs.ts";
import type { ReleaseSource } from "./releaseSource.ts";
import { surveyObjects } from "./surveyObjects.ts";
import { transferAll } from "./transferAll.ts";
import { wantedAsPublished } from "./wantedInChina.ts";

/** A download of one release into a folder, for a machine that does not reach AWS China. */
export interface DownloadRequest extends ReleaseParts {
  readonly source: ReleaseSource;
  readonly folder: string;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly report: CopyReport;
  /** Only say what would be downloaded. */
  readonly dryRun?: boolean;
}

/**
 * Downloads everything that a release needs, as it is published, with keys as files; the root template comes last. Files
 * that are there already are hashed and stay.
 * @throws PantherError as `copyRelease`, and `folder-unwritable`
 */
export async function downloadRelease(request: DownloadRequest): Promise<CopyPlan> {
  const { source, folder, timing, signal, report, release, dryRun = false } = request;
  const started = timing.now().getTime();
  const inputs = await readInputs(source, request, signal);
  for (const message of inputs.notices) report({ type: "copy-notice", message });
  const { root, others, images } = await wantedAsPublished(source, inputs, signal);
  const holds = folderHoldings(folder);
  const [survey, rootSurvey] = await Promise.all([
    surveyObjects(source, others, holds, signal),
    surveyObjects(source, [root], holds, signal),
  ]);
  const objects = survey.missing.length + rootSurvey.missing.length;
  const bytes = survey.missingBytes + rootSurvey.missingBytes;
  const plan: CopyPlan = {
    release,
    source: source.name,
    target: folder,
    objects: survey.objects + rootSurvey.objects,
    bytes: survey.bytes + rootSurvey.bytes,
    toCopyObjects: objects,
    toCopyBytes: bytes,
    complete: objects === 0,
    images,
  };
  report({ type: "copy-planned", ...plan });
  if (dryRun) return plan;
  const target = folderTarget(folder);
  await transferAll(survey.missing, { ...request, target, objects, bytes });
  if (rootSurvey.missing.length > 0) {
    signal.throwIfAborted();
    await target.put({ key: root.key }, root.bytes, signal);
    report({ type: "copy-progress", objectsDone: objects, objects, bytesDone: bytes, bytes });
  }
  report({ type: "copy-finished", ...plan, seconds: (timing.now().getTime() - started) / 1000 });
  return plan;
}
