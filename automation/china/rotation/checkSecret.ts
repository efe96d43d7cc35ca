import type { BridgeSecret } from "../../../model/china/bridgeSecret.ts";
import { checkBridgeUrl } from "../../../model/china/bridgeUrl.ts";
import { type BridgeVerdict, bridgeVerdict } from "../../../model/china/bridgeVerdict.ts";
import { keyDiagnosis } from "../../../model/china/keyDiagnosis.ts";
import { PantherError } from "../../../model/error.ts";
import type { Join } from "./observeJoin.ts";
import type { Rotation } from "./rotation.ts";

/** The way to China loses a request now and then. */
const attempts = 5;

/**
 * Asks the bridge with what the secret says.
 * @returns which of the documentation's two criteria the answer meets
 * @throws PantherError the verdict's, or what the gateway tells of the key
 */
export async function checkSecret(
  rotation: Rotation,
  { bridge, keys }: Join,
  secret: BridgeSecret,
): Promise<Extract<BridgeVerdict, { kind: "answers" }>["criterion"]> {
  const { callBridge, timing, signal, environment, region } = rotation;
  const url = checkBridgeUrl(secret.url);
  if (url.kind === "refused") throw new PantherError(url.code, url.message, url.fix);
  for (let attempt = 1; ; attempt += 1) {
    const verdict = bridgeVerdict(await callBridge(secret, signal));
    if (verdict.kind === "answers") return verdict.criterion;
    if (attempt === attempts) {
      const bridges = [{ apiId: bridge.apiId, hasStage: true }];
      const told =
        verdict.code === "bridge-forbidden"
          ? keyDiagnosis({ environment, region, url, bridges, keys, now: timing.now() })
          : [];
      const [first] = told;
      throw new PantherError(
        first?.code ?? verdict.code,
        first ? told.map(({ message }) => message).join(" ") : verdict.message,
        first?.fix ?? verdict.fix,
      );
    }
    await timing.sleep(5_000, signal);
  }
}
