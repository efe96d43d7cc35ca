import { PantherError } from "../../../model/error.ts";
import { abandonedUploads } from "./abandonedUploads.ts";
import type { CopyReport } from "./copyEvents.ts";
import { type CopyManifest, manifestKey, manifestText } from "./copyManifest.ts";
import type { CopyRequest } from "./copyRequest.ts";
import { type HeldObject, listHeld } from "./heldObjects.ts";
import { s3Target } from "./s3Target.ts";
import type { LookedAt } from "./surveyBucket.ts";
import { transferAll } from "./transferAll.ts";

/** Brings what a bucket lacks: objects, then what the next copy knows by, then the root template. */
export async function bringAll(survey: LookedAt, request: CopyRequest, report: CopyReport): Promise<void> {
  const { target: bucket, release, signal, timing } = request;
  const { place, missing, root, plan, keys } = survey;
  const target = s3Target(bucket.client, place);
  const { toCopyObjects: objects, toCopyBytes: bytes } = plan;
  const tidying = abandonedUploads(bucket.client, place, new Set(keys), timing.now());
  await transferAll(missing, { ...request, target, report, objects, bytes });
  await tidying;
  const manifest = await manifestOf(survey, request);
  if (manifest) {
    const text = Buffer.from(manifestText(manifest));
    await target.put({ key: manifestKey(release), contentType: "application/json" }, text, signal);
  }
  if (survey.rootIsThere) return;
  signal.throwIfAborted();
  await target.put({ key: root.key, contentType: "text/yaml" }, root.bytes, signal);
  report({ type: "copy-progress", objectsDone: objects, objects, bytesDone: bytes, bytes });
}

/** Undefined where a listing does not tell of every object: then the next copy looks at each of them. */
async function manifestOf(survey: LookedAt, { target, release }: CopyRequest): Promise<CopyManifest | undefined> {
  const { place, keys, manifest } = survey;
  const held = await listHeld(target.client, place, release);
  const objects: Record<string, HeldObject> = {};
  for (const key of keys) {
    const object = held?.objects.get(key);
    if (object) objects[key] = object;
    else if (held?.covers(key)) throw vanished(place.bucket, key);
    else return undefined;
  }
  return { ...manifest, objects };
}

function vanished(bucket: string, key: string): PantherError {
  return new PantherError(
    "copy-vanished",
    `s3://${bucket}/${key} was copied, or was there, and is not any more. The root template was not copied.`,
    "See who removes objects from this bucket (a lifecycle rule, for example); then run the same command again.",
  );
}
