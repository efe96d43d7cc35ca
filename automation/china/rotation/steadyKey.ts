import type { BridgeSecret } from "../../../model/china/bridgeSecret.ts";
import { type BridgeVerdict, bridgeVerdict } from "../../../model/china/bridgeVerdict.ts";
import { isSteady, nextRow, noAnswers } from "../../../model/china/steadyAnswers.ts";
import { PantherError } from "../../../model/error.ts";
import type { Rotation } from "./rotation.ts";

const times = 10;
const mostBetween = 5_000;
/** By far longer than a key takes to get around. */
const patience = 10 * 60_000;

/**
 * Asks the bridge with a key until it has answered every time for a while.
 * @throws PantherError `key-never-answers`
 */
export async function untilSteady(
  { callBridge, timing, signal, settings }: Rotation,
  secret: BridgeSecret,
): Promise<void> {
  const milliseconds = settings.keySettleSeconds * 1000;
  const between = Math.min(mostBetween, milliseconds / times);
  const started = timing.now().getTime();
  for (let row = noAnswers; ; ) {
    const verdict = bridgeVerdict(await callBridge(secret, signal));
    const now = timing.now().getTime();
    row = nextRow(row, verdict.kind === "answers", now);
    if (isSteady(row, { times, milliseconds })) return;
    if (now - started > patience + milliseconds) throw neverAnswers(verdict);
    await timing.sleep(between, signal);
  }
}

function neverAnswers(last: BridgeVerdict): PantherError {
  const why = last.kind === "answers" ? "It answers, but not every time." : last.message;
  const fix = last.kind === "answers" ? "See whether the backend is well, then rotate again." : last.fix;
  return new PantherError(
    "key-never-answers",
    `The bridge has not answered the new key steadily within ${patience / 60_000} minutes. ${why} The secret stays as it was, and the web app has the key it had.`,
    fix,
  );
}
