import { md5Hex, sha256Hex } from "./contentHash.ts";
import type { CopyPlan } from "./copyEvents.ts";
import { type CopyManifest, manifestKey } from "./copyManifest.ts";
import type { CopyPlace } from "./copyPlace.ts";
import type { CopyRequest } from "./copyRequest.ts";
import { type HeldObjects, listHeld } from "./heldObjects.ts";
import { bucketHoldings } from "./holdings.ts";
import { hashesOf, readInputs } from "./releaseInputs.ts";
import { fetchManifest, isStanding } from "./standingCopy.ts";
import { type Missing, surveyObjects } from "./surveyObjects.ts";
import { bucketMissing, targetPlace } from "./targetBucket.ts";
import { transformFingerprint } from "./transformFingerprint.ts";
import type { WantedText } from "./wanted.ts";
import { type MadeTemplate, wantedInChina } from "./wantedInChina.ts";

export type BucketSurvey =
  /** Everything is there, and nobody had to look at each object for it. */
  (SurveyBase & { readonly kind: "standing" }) | LookedAt;

interface SurveyBase {
  readonly plan: CopyPlan;
  readonly made: readonly MadeTemplate[];
  readonly notices: readonly string[];
}

export interface LookedAt extends SurveyBase {
  readonly kind: "looked";
  readonly place: CopyPlace;
  /** Without the root template. */
  readonly missing: readonly Missing[];
  readonly root: WantedText;
  readonly rootIsThere: boolean;
  /** What the manifest will say but for the objects. */
  readonly manifest: Omit<CopyManifest, "objects">;
  /** All but the root template. */
  readonly keys: readonly string[];
}

/**
 * Looks at what a bucket in China has of a release.
 * @param how `whole`: templates are made in any case. `mustExist`: a bucket that is not there is an error.
 */
export async function surveyBucket(
  request: CopyRequest,
  how: { readonly whole: boolean; readonly mustExist: boolean },
): Promise<BucketSurvey> {
  const { source, target, release, signal } = request;
  const place = targetPlace(target);
  const [listed, manifest, inputs, transform] = await Promise.all([
    listHeld(target.client, place, release),
    fetchManifest(target.client, place, manifestKey(release)),
    readInputs(source, request, signal),
    transformFingerprint(),
  ]);
  if (!listed && how.mustExist) throw bucketMissing(place);
  const held: HeldObjects = listed ?? { objects: new Map(), covers: () => true };
  const { notices } = inputs;
  const names = { release, source: source.name, target: `s3://${place.bucket}` };
  const hashes = hashesOf(inputs);
  const comparison = manifest && { held, manifest, inputs: hashes, transform, rootKey: inputs.root.key };
  if (comparison && !how.whole && (await isStanding(target.client, place, comparison))) {
    return { kind: "standing", plan: { ...names, ...standingFigures(comparison.manifest) }, made: [], notices };
  }

  const wanted = await wantedInChina(source, inputs, target, signal);
  const holds = bucketHoldings(target.client, place, held, manifest);
  const [others, root] = await Promise.all([
    surveyObjects(source, wanted.others, holds, signal),
    surveyObjects(source, [wanted.root], holds, signal),
  ]);
  const toCopyObjects = others.missing.length + root.missing.length;
  const { bytes } = wanted.root;
  return {
    kind: "looked",
    plan: {
      ...names,
      objects: others.objects + root.objects,
      bytes: others.bytes + root.bytes,
      toCopyObjects,
      toCopyBytes: others.missingBytes + root.missingBytes,
      complete: toCopyObjects === 0,
      images: wanted.images,
    },
    place,
    missing: others.missing,
    root: wanted.root,
    rootIsThere: root.missing.length === 0,
    manifest: {
      transform,
      inputs: hashes,
      root: { size: bytes.length, md5: md5Hex(bytes), sha256: sha256Hex(bytes) },
      images: wanted.images,
    },
    keys: wanted.others.map(({ key }) => key),
    made: wanted.made,
    notices,
  };
}

function standingFigures({ objects, root, images }: CopyManifest) {
  const sizes = Object.values(objects).map(({ size }) => size);
  return {
    objects: sizes.length + 1,
    bytes: sizes.reduce((sum, size) => sum + size, root.size),
    toCopyObjects: 0,
    toCopyBytes: 0,
    complete: true,
    images,
  };
}
