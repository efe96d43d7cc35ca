import { type BridgeKey, isUsable } from "../../../model/china/bridgeKey.ts";
import { keyStep } from "./keyStep.ts";
import { discardKey, makeKey } from "./newKey.ts";
import { type Join, observeJoin } from "./observeJoin.ts";
import type { Rotation } from "./rotation.ts";
import { untilSteady } from "./steadyKey.ts";
import { tellSecret } from "./tellSecret.ts";

export interface BeginOptions {
  /** A key in the secret that this project made since then is new enough: none is made. Left out: one is made in any case. */
  readonly since?: Date;
}

/** The key that the web app is told from now on. */
export interface BegunRotation {
  readonly kind: "rotated" | "current";
  /** API Gateway's ID of the key. */
  readonly keyId: string;
  /** Of the bridge's stage. */
  readonly url: string;
}

/**
 * The first half of a rotation, before the web app is brought up to date: a new key is made, answers, and is in the
 * secret. Wherever it ends, the key in the secret and the one that the web app holds go on working.
 * @throws PantherError those of {@link observeJoin}, {@link untilSteady} and {@link tellSecret}
 */
export async function beginRotation(rotation: Rotation, { since }: BeginOptions = {}): Promise<BegunRotation> {
  const before = await observeJoin(rotation);
  const { bridge, secret, keys } = before;
  const { url } = bridge;
  const current = since && newEnough(before, since);
  if (current) return { kind: "current", keyId: current.id, url };
  if (secret.kind === "malformed") {
    const message = `The secret ${rotation.secretName} ${secret.problem}: the web app can't read it. It is written anew; the old value stays as the version AWSPREVIOUS.`;
    rotation.report({ type: "notice", message });
  }
  const orphans = keys.filter((key) => key.ours && key.enabled && !key.inSecret);
  if (orphans.length > 0) {
    const ids = orphans.map(({ id }) => id).join(", ");
    const message = `Keys of earlier rotations still work: ${ids}. They are disabled once the web app has the new one.`;
    rotation.report({ type: "notice", message });
  }
  const key = await keyStep(
    rotation,
    "new-key",
    () => makeKey(rotation, before),
    ({ id }) => ({ outcome: "done", of: [id] }),
  );
  const about = () => ({ outcome: "done", of: [key.id] }) as const;
  try {
    await keyStep(rotation, "answers", () => untilSteady(rotation, { url, key: key.value }), about);
  } catch (error) {
    await discardKey(rotation, key);
    throw error;
  }
  await keyStep(
    rotation,
    "secret",
    () => tellSecret(rotation, { key, url, before: secret }),
    () => ({ outcome: "done", of: [rotation.secretName] }),
  );
  return { kind: "rotated", keyId: key.id, url };
}

/** The key in the secret, where it is ours, works, and was made since. API Gateway tells when to the second. */
function newEnough({ bridge, secret, keys }: Join, since: Date): BridgeKey | undefined {
  if (secret.kind !== "sound" || secret.secret.url !== bridge.url) return undefined;
  const to = Math.floor(since.getTime() / 1000) * 1000;
  return keys.find((key) => key.inSecret && key.ours && isUsable(key) && key.created.getTime() >= to);
}
