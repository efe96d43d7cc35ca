import type { ApiKey } from "@aws-sdk/client-api-gateway";
import { type BridgeKey, keyTag } from "../../model/china/bridgeKey.ts";
import type { GatewayKey } from "../../model/china/gatewayKey.ts";
import { type Asking, ask } from "./ask.ts";
import type { UsagePlan } from "./bridge.ts";
import type { GatewayApi } from "./clients.ts";
import { positions } from "./positions.ts";

/** What a look at an account's keys is for. */
export interface KeyQuestion {
  readonly environment: string;
  /** Of the bridge's stage. */
  readonly plans: readonly UsagePlan[];
  /** The one in the secret; missing where there is none, or none that can be read. */
  readonly inSecret?: GatewayKey;
}

/** API Gateway's most for a page. */
const limit = 500;

/**
 * Every API key of the backend's account and region. Which one the secret holds is told by comparing values, which
 * leave this function in no way.
 */
export async function observeKeys(
  gateway: GatewayApi,
  { environment, plans, inSecret }: KeyQuestion,
  asking: Asking,
): Promise<readonly BridgeKey[]> {
  const onPlans = await keysOnPlans(gateway, plans, asking);
  const found: BridgeKey[] = [];
  for await (const { items = [] } of positions((position) =>
    ask(asking, { side: "backend", action: "apigateway:GET /apikeys" }, () =>
      gateway.getApiKeys({ limit, includeValues: true, ...position }),
    ),
  )) {
    for (const key of items) {
      found.push({
        id: key.id ?? "",
        name: key.name ?? "",
        enabled: key.enabled ?? false,
        created: key.createdDate ?? new Date(0),
        changed: key.lastUpdatedDate ?? key.createdDate ?? new Date(0),
        ours: await isOurs(gateway, key, environment, asking),
        inSecret: inSecret?.equals(key.value) ?? false,
        plans: onPlans.get(key.id ?? "") ?? [],
      });
    }
  }
  return found;
}

async function keysOnPlans(
  gateway: GatewayApi,
  plans: readonly UsagePlan[],
  asking: Asking,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const { id: usagePlanId } of plans) {
    for await (const { items = [] } of positions((position) =>
      ask(asking, { side: "backend", action: `apigateway:GET /usageplans/${usagePlanId}/keys` }, () =>
        gateway.getUsagePlanKeys({ usagePlanId, limit, ...position }),
      ),
    )) {
      for (const { id = "" } of items) found.set(id, [...(found.get(id) ?? []), usagePlanId]);
    }
  }
  return found;
}

/** A name proves nothing: anybody may give a key any. */
async function isOurs(
  gateway: GatewayApi,
  { id = "", name = "", tags }: ApiKey,
  environment: string,
  asking: Asking,
): Promise<boolean> {
  if (tags) return tags[keyTag] === environment;
  // API Gateway's reference does not promise tags in listings.
  if (!name.startsWith(`panther-${environment}-`)) return false;
  const key = await ask(asking, { side: "backend", action: `apigateway:GET /apikeys/${id}` }, () =>
    gateway.getApiKey({ apiKey: id }),
  );
  return key.tags?.[keyTag] === environment;
}
