import type { BridgeSecret } from "../../../model/china/bridgeSecret.ts";
import { PantherError } from "../../../model/error.ts";
import { currentVersion, type SecretState, versionOf, writeSecret } from "../secret.ts";
import { discardKey, type NewKey } from "./newKey.ts";
import type { Rotation } from "./rotation.ts";

/** Secrets Manager's answers are consistent after a moment. */
const consistentAfter = { attempts: 30, pause: 2_000 };

/**
 * Writes a key that answers into the web app's secret, and waits until it reads so: whatever starts then gets that key.
 * @throws PantherError `secret-changed`, where somebody else has written meanwhile, and then their value stays
 */
export async function tellSecret(
  rotation: Rotation,
  { key, url, before }: { readonly key: NewKey; readonly url: string; readonly before: SecretState },
): Promise<void> {
  const { apis, secretName, timing, signal, aboutToChange } = rotation;
  const secret: BridgeSecret = { url, key: key.value };
  // Not the run's ID: what is written once is written, whoever does it again.
  const token = `${url} ${key.id}`;
  try {
    const now = await currentVersion(apis.secrets, secretName, rotation);
    if (now !== before.version) throw changed(secretName);
    aboutToChange();
  } catch (error) {
    await discardKey(rotation, key);
    throw error;
  }
  try {
    await writeSecret(apis.secrets, secretName, { secret, token }, rotation);
  } catch (error) {
    // Of a request whose answer was lost nobody knows whether it was done: look.
    const written = (await currentVersion(apis.secrets, secretName, rotation)) === versionOf(token);
    if (!written && isRefusal(error)) await discardKey(rotation, key);
    if (!written) throw error;
  }
  for (let attempt = 0; attempt < consistentAfter.attempts; attempt += 1) {
    if ((await currentVersion(apis.secrets, secretName, rotation)) === versionOf(token)) return;
    await timing.sleep(consistentAfter.pause, signal);
  }
  throw changed(secretName);
}

/** Whether an error says for sure that nothing was written and nothing will be. A key that may yet be must not go. */
function isRefusal(error: unknown): boolean {
  if (error instanceof PantherError) return error.code === "access-denied";
  const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status !== undefined && status >= 400 && status < 500;
}

function changed(name: string): PantherError {
  return new PantherError(
    "secret-changed",
    `Somebody else has changed the secret ${name} while a new key was made for it. What they wrote stays.`,
    "See who that was: one rotation at a time. Then run the same command again.",
  );
}
