import type { BridgeKey } from "../../../model/china/bridgeKey.ts";
import { type KeyRetirement, keyRetirement } from "../../../model/china/keyRetirement.ts";
import { PantherError } from "../../../model/error.ts";
import type { SecretState } from "../secret.ts";
import { checkSecret } from "./checkSecret.ts";
import { keyStep } from "./keyStep.ts";
import { type Join, observeJoin } from "./observeJoin.ts";
import { refreshWeb, type WebRefresh } from "./refreshWeb.ts";
import { deleteKeys, disableKeys } from "./retireKeys.ts";
import type { Rotation } from "./rotation.ts";
import { listedKeys } from "./rotationEvents.ts";

export interface FinishOptions {
  /** `leave`: where the overlap is not over, old keys are left to a later rotation, as between two hops. Default: `wait`. */
  readonly overlap?: "wait" | "leave";
}

/** What a finished rotation has done. Keys by API Gateway's IDs. */
export interface FinishedRotation {
  /** The key that the web app uses. */
  readonly keyId: string;
  /** What the bridge's answer was: a list with something in it, or any other JSON. */
  readonly criterion: "list" | "json";
  readonly disabled: readonly string[];
  readonly deleted: readonly string[];
}

/**
 * The second half of a rotation, once the web app's stack is up to date, or where it has no update: services that have
 * not started since the secret was changed are started anew, the secret's key answers, and after the overlap older keys
 * of ours are disabled, those disabled long enough deleted. Doing it again does only what is left. Nothing is disabled
 * before the secret's key was seen to work.
 * @throws PantherError `secret-unusable`, `secret-changed`, those of {@link observeJoin}, {@link refreshWeb} and {@link checkSecret}
 */
export async function finishRotation(
  rotation: Rotation,
  { overlap = "wait" }: FinishOptions = {},
): Promise<FinishedRotation> {
  const join = await observeJoin(rotation);
  const { bridge, secret } = join;
  if (secret.kind !== "sound") throw unusable(rotation, secret);
  const web = await keyStep(
    rotation,
    "web",
    () => refreshWeb(rotation, secret.changed),
    ({ deployed, services }) =>
      deployed.length > 0 ? { outcome: "done", of: deployed } : { outcome: "unchanged", of: services },
  );
  if (web.services.length === 0) noticeNoService(rotation);
  const criterion = await keyStep(
    rotation,
    "check",
    () => checkSecret(rotation, join, secret.secret),
    () => ({ outcome: "done", of: [bridge.url] }),
  );
  const planned = retirement(rotation, join);
  if (!planned.current) throw unusable(rotation, secret);
  const wait = planned.disable.length === 0 ? 0 : overlapLeft(rotation, secret, web);
  if (wait > 0 && overlap === "wait") {
    await keyStep(
      rotation,
      "overlap",
      () => rotation.timing.sleep(wait, rotation.signal),
      () => ({ outcome: "done", of: idsOf(planned.disable) }),
    );
  }
  // A person may have put the old key back meanwhile, and for that it has to work.
  const now = await observeJoin(rotation);
  if (now.secret.version !== secret.version) throw changed(rotation);
  const { disable: old, delete: older, newer } = retirement(rotation, now);
  const isOver = wait === 0 || overlap === "wait";
  // The last look before there is no way back.
  if (isOver && old.length > 0) await checkSecret(rotation, now, secret.secret);
  noticeNewer(rotation, newer);
  const disabled = await disableKeys(rotation, isOver ? old : []);
  const deleted = await deleteKeys(rotation, older);
  const left = now.keys
    .filter(({ id }) => !deleted.includes(id))
    .map((key) => (disabled.includes(key.id) ? { ...key, enabled: false } : key));
  rotation.report({ type: "gateway-keys", keys: listedKeys(left) });
  return { keyId: planned.current.id, criterion, disabled, deleted };
}

function retirement({ timing, settings }: Rotation, { keys }: Join): KeyRetirement {
  return keyRetirement(keys, { now: timing.now(), keepDays: settings.keyKeepDays });
}

/** Milliseconds. What another run has waited counts; another machine's clock may not make it longer. */
function overlapLeft({ timing, settings }: Rotation, { changed }: SecretState, { done }: WebRefresh): number {
  const whole = settings.keyOverlapMinutes * 60_000;
  const over = timing.now().getTime() - Math.max(changed.getTime(), done?.getTime() ?? 0);
  return Math.min(whole, Math.max(0, whole - over));
}

function idsOf(keys: readonly BridgeKey[]): readonly string[] {
  return keys.map(({ id }) => id);
}

function noticeNoService({ report, webRootStackName }: Rotation): void {
  const message = `There is no ECS service in ${webRootStackName}: whatever reads the secret there has to read it anew by itself, within the overlap.`;
  report({ type: "notice", message });
}

function noticeNewer({ report }: Rotation, newer: readonly BridgeKey[]): void {
  if (newer.length === 0) return;
  const message = `Keys of ours that are newer than the secret's are left alone, since another run may be about to use them: ${idsOf(newer).join(", ")}.`;
  report({ type: "notice", message });
}

function unusable({ secretName, environment }: Rotation, secret: SecretState): PantherError {
  const why = {
    empty: "has no value yet",
    malformed: secret.kind === "malformed" ? secret.problem : "",
    sound: "has a key that is none of the backend's account",
  }[secret.kind];
  return new PantherError(
    "secret-unusable",
    `The secret ${secretName} ${why}. No key was disabled.`,
    `Make a key and write it: panther china rotate-key ${environment}`,
  );
}

function changed({ secretName, environment }: Rotation): PantherError {
  return new PantherError(
    "secret-changed",
    `Somebody else has changed the secret ${secretName} during the overlap. No key was disabled.`,
    `See who that was. Then: panther china rotate-key ${environment} --finish`,
  );
}
