import type { ReleaseVersion } from "../../model/release/version.ts";
import type { Run } from "../run.ts";
import { timedStep } from "../timedStep.ts";

/** Copies a release into the bucket in China; what is there already stays. @throws PantherError as `copyRelease` */
export async function copyForHop(run: Run, release: ReleaseVersion): Promise<void> {
  const { copyRelease } = await import("./copy/copyRelease.ts");
  const { copyRequestOf } = await import("./copyRequestOf.ts");
  run.aboutToChange();
  await timedStep(
    run,
    release,
    "copy",
    () => copyRelease({ ...copyRequestOf(run, release), report: run.report }),
    ({ toCopyObjects }) => (toCopyObjects > 0 ? "updated" : "unchanged"),
  );
}
