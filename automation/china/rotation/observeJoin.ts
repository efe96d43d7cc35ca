import type { BridgeKey } from "../../../model/china/bridgeKey.ts";
import { type Bridge, findBridge } from "../bridge.ts";
import { observeKeys } from "../keys.ts";
import { observeSecret, type SecretState } from "../secret.ts";
import type { Rotation } from "./rotation.ts";

/** What joins the two sides, as it stands. */
export interface Join {
  readonly bridge: Bridge;
  readonly secret: SecretState;
  readonly keys: readonly BridgeKey[];
}

/** Looks at bridge, secret and keys. @throws PantherError those of {@link findBridge} and {@link observeSecret} */
export async function observeJoin(rotation: Rotation): Promise<Join> {
  const { apis, environment, region, secretName } = rotation;
  const bridge = await findBridge(apis.gateway, region, rotation);
  const secret = await observeSecret(apis.secrets, secretName, rotation);
  const question = {
    environment,
    plans: bridge.plans,
    ...(secret.kind === "sound" && { inSecret: secret.secret.key }),
  };
  return { bridge, secret, keys: await observeKeys(apis.gateway, question, rotation) };
}
