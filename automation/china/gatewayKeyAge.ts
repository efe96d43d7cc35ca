import type { ChinaChoice } from "../../model/environment/china.ts";
import type { Asking } from "./ask.ts";
import type { JoinApis } from "./clients.ts";
import { observeKeys } from "./keys.ts";
import { observeSecret } from "./secret.ts";

/** How old the key of a gateway in China is, and how old it may get. */
export interface GatewayKeyAge {
  readonly created: Date;
  readonly maxAgeDays: number;
}

/**
 * When the key in the web app's secret was made, by API Gateway. Undefined where there is none, or where it may not be
 * looked at: a look at an environment is of use without.
 */
export async function gatewayKeyAge(
  { gateway, secrets }: Pick<JoinApis, "gateway" | "secrets">,
  { secretName, keyMaxAgeDays: maxAgeDays }: Pick<ChinaChoice, "secretName" | "keyMaxAgeDays">,
  asking: Asking,
): Promise<GatewayKeyAge | undefined> {
  try {
    const secret = await observeSecret(secrets, secretName, asking);
    if (secret.kind !== "sound") return undefined;
    // Whose key it is and whether it is on a plan does not matter for its age.
    const keys = await observeKeys(gateway, { environment: "", plans: [], inSecret: secret.secret.key }, asking);
    const key = keys.find(({ inSecret }) => inSecret);
    return key && { created: key.created, maxAgeDays };
  } catch (error) {
    if (asking.signal.aborted) throw error;
    return undefined;
  }
}
