import type { ReleaseVersion } from "../../model/release/version.ts";
import { originOf, type Run } from "../run.ts";
import { timedStep } from "../timedStep.ts";

/** Copies a release into the bucket in China; what is there already stays. @throws PantherError as `copyRelease` */
export async function copyForHop(run: Run, release: ReleaseVersion): Promise<void> {
  const { copyRelease } = await import("./copy/copyRelease.ts");
  const { copyOfEnvironment } = await import("./copy/copyOfEnvironment.ts");
  const { environment, timing, signal, report } = run;
  // Copying to a mirror of one's own is one's own.
  if (environment.templateSource.kind !== "bucket") return;
  run.aboutToChange();
  await timedStep(
    run,
    release,
    "copy",
    () => copyRelease({ ...copyOfEnvironment(environment, originOf(run), { release, timing, signal }), report }),
    ({ toCopyObjects }) => (toCopyObjects > 0 ? "updated" : "unchanged"),
  );
}
