import type { ReleaseVersion } from "../../model/release/version.ts";
import { completionOf } from "../lastCompletion.ts";
import { observeStack } from "../observe.ts";
import type { Run } from "../run.ts";
import { timedStep } from "../timedStep.ts";
import { beginRotation } from "./rotation/beginRotation.ts";
import { finishRotation } from "./rotation/finishRotation.ts";
import { rotationOf } from "./rotation/rotation.ts";

/**
 * Sees to it that the secret of the web app has a key that works: a new one for each release of the backend, as Panther's
 * documentation recommends, and otherwise the one that is there.
 * @param moved Whether the backend has come to this release in this run, or in one before that ended early.
 * @throws PantherError as {@link beginRotation}
 */
export async function tellWeb(
  run: Run,
  release: ReleaseVersion,
  { moved }: { readonly moved: boolean },
): Promise<void> {
  await timedStep(
    run,
    release,
    "key",
    async () => beginRotation(rotationOf(run), { since: moved ? await completed(run) : new Date(0) }),
    ({ kind }) => (kind === "rotated" ? "updated" : "unchanged"),
  );
}

/**
 * Once the web app is up to date: it has the secret's key, which answers, and keys that were replaced are retired. Between
 * two hops nobody waits for that.
 * @throws PantherError as {@link finishRotation}
 */
export async function joinSides(
  web: Run,
  backend: Run,
  release: ReleaseVersion,
  { isLast }: { readonly isLast: boolean },
): Promise<void> {
  await timedStep(
    web,
    release,
    "bridge",
    () => finishRotation(rotationOf(backend), { overlap: isLast ? "wait" : "leave" }),
    () => "succeeded",
  );
}

async function completed({ aws, environment }: Run): Promise<Date> {
  const root = await observeStack(aws.stacks, environment.rootStackName);
  return root.kind === "absent" ? new Date(0) : (await completionOf(aws.stacks, root)).time;
}
