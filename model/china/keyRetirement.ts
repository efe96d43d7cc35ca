import type { BridgeKey } from "./bridgeKey.ts";

/** What is to become of the keys once the web app has the one in the secret. */
export interface KeyRetirement {
  /** Missing where the secret holds none of the account's keys. */
  readonly current?: BridgeKey;
  readonly disable: readonly BridgeKey[];
  readonly delete: readonly BridgeKey[];
  /** Ours, and made after the one in the secret: another run may be about to write it there. */
  readonly newer: readonly BridgeKey[];
  /** Somebody else's on the bridge's plan, such as the one that Panther's stack makes: theirs to look after. */
  readonly foreign: readonly BridgeKey[];
}

const dayMilliseconds = 86_400_000;

/**
 * @param keepDays For how many days a disabled key stays.
 */
export function keyRetirement(
  keys: readonly BridgeKey[],
  { now, keepDays }: { readonly now: Date; readonly keepDays: number },
): KeyRetirement {
  const current = keys.find(({ inSecret }) => inSecret);
  const foreign = keys.filter(({ ours, plans, inSecret }) => !ours && plans.length > 0 && !inSecret);
  // Without a key that the web app is known to use, any of them may be that one.
  if (!current) return { disable: [], delete: [], newer: [], foreign };
  const others = keys.filter(({ ours, inSecret }) => ours && !inSecret);
  const enabled = others.filter((key) => key.enabled);
  const isNewer = ({ created }: BridgeKey) => created > current.created;
  return {
    current,
    disable: enabled.filter((key) => !isNewer(key)),
    delete: others.filter(({ enabled: on, changed }) => !on && isOver(changed, keepDays, now)),
    newer: enabled.filter(isNewer),
    foreign,
  };
}

function isOver(since: Date, days: number, now: Date): boolean {
  return now.getTime() - since.getTime() >= days * dayMilliseconds;
}
