import { beginRotation } from "./beginRotation.ts";
import { type FinishedRotation, finishRotation } from "./finishRotation.ts";
import type { Rotation } from "./rotation.ts";

/**
 * Both halves of a rotation, without an update of the web app's stack between them: its services are started anew.
 * @throws PantherError those of {@link beginRotation} and {@link finishRotation}
 */
export async function rotateKey(rotation: Rotation): Promise<FinishedRotation> {
  await beginRotation(rotation);
  return await finishRotation(rotation);
}
