import type { ReleaseVersion } from "../../model/release/version.ts";
import type { FailedEvent } from "../events.ts";
import { existingResource } from "../existingResource.ts";
import { explain } from "../explain.ts";
import { refuseIfFileChanged } from "../fileMark.ts";
import { pulumiUp } from "../pulumiUp.ts";
import type { Run } from "../run.ts";

/**
 * Before a first deploy: the bucket in China that releases are copied to, where the program is to make it and it is not
 * there. One that should be there already is the copy's to miss.
 * @returns why it could not be made
 */
export async function ensureReleaseBucket(
  run: Run,
  release: ReleaseVersion,
  fileMark: string,
): Promise<FailedEvent | undefined> {
  const { environment, aws } = run;
  const { topology, templateSource, rootStackName } = environment;
  if (topology.kind === "standard" || !topology.china.createReleaseBucket) return undefined;
  if (templateSource.kind !== "bucket" || (await isThere(aws.objects, templateSource.bucket))) return undefined;
  await refuseIfFileChanged(run, fileMark);
  run.aboutToChange();
  run.report({ type: "notice", message: `The release bucket ${templateSource.bucket} is made first.` });
  const up = await pulumiUp({
    ...run,
    release,
    hop: { release, phase: "whole", parameters: [], stage: "bucket", web: { kind: "absent" } },
    environment: environment.name,
    rootStackName,
    runId: run.id,
    newEnvironment: true,
    refresh: false,
    existing: (resource) => existingResource(run, resource),
  });
  return up.kind === "failed" ? await explain(run, release, up, new Map()) : undefined;
}

async function isThere(objects: Run["aws"]["objects"], bucket: string): Promise<boolean> {
  return await objects.listObjectsV2({ Bucket: bucket, MaxKeys: 1 }).then(
    () => true,
    (error: Error) => {
      if (error.name === "NoSuchBucket") return false;
      // Whoever may not list it learns from the copy whether it is there.
      if (error.name === "AccessDenied") return true;
      throw error;
    },
  );
}
