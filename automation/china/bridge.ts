import { bridgeName, bridgeStage, bridgeUrl } from "../../model/china/bridgeUrl.ts";
import { PantherError } from "../../model/error.ts";
import { type Asking, ask } from "./ask.ts";
import type { GatewayApi } from "./clients.ts";
import { positions } from "./positions.ts";

/** A REST API that has the bridge's name. */
export interface NamedBridge {
  readonly apiId: string;
  readonly hasStage: boolean;
}

/** The bridge that the web app talks to. */
export interface Bridge {
  readonly apiId: string;
  readonly url: string;
  /** Usage plans of its stage, by ID. */
  readonly plans: readonly UsagePlan[];
}

export interface UsagePlan {
  readonly id: string;
  readonly name: string;
}

/** Every REST API of the bridge's name in the backend's account and region. */
export async function namedBridges(gateway: GatewayApi, asking: Asking): Promise<readonly NamedBridge[]> {
  const ids: string[] = [];
  for await (const { items = [] } of positions((position) =>
    ask(asking, { side: "backend", action: "apigateway:GET /restapis" }, () =>
      gateway.getRestApis({ limit: 500, ...position }),
    ),
  )) {
    ids.push(...items.flatMap(({ id, name }) => (id && name === bridgeName ? [id] : [])));
  }
  const found: NamedBridge[] = [];
  for (const restApiId of ids) {
    const { item = [] } = await ask(
      asking,
      { side: "backend", action: `apigateway:GET /restapis/${restApiId}/stages` },
      () => gateway.getStages({ restApiId }),
    );
    found.push({ apiId: restApiId, hasStage: item.some(({ stageName }) => stageName === bridgeStage) });
  }
  return found;
}

/** Usage plans of stages of one API's name. */
export async function usagePlans(
  gateway: GatewayApi,
  apiIds: readonly string[],
  asking: Asking,
): Promise<readonly UsagePlan[]> {
  const found: UsagePlan[] = [];
  for await (const { items = [] } of positions((position) =>
    ask(asking, { side: "backend", action: "apigateway:GET /usageplans" }, () =>
      gateway.getUsagePlans({ limit: 500, ...position }),
    ),
  )) {
    for (const { id, name = "", apiStages = [] } of items) {
      const covers = apiStages.some(({ apiId = "", stage }) => apiIds.includes(apiId) && stage === bridgeStage);
      if (id && covers) found.push({ id, name });
    }
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * The one bridge of the backend, with the usage plans of its stage.
 * @throws PantherError `bridge-missing`, `bridge-stage-missing`, `bridge-ambiguous`, `bridge-without-plan`, those of {@link ask}
 */
export async function findBridge(gateway: GatewayApi, region: string, asking: Asking): Promise<Bridge> {
  const named = await namedBridges(gateway, asking);
  const [bridge, another] = named.filter(({ hasStage }) => hasStage);
  if (!bridge) throw named.length === 0 ? missing(region) : withoutStage(named, region);
  if (another) throw ambiguous(named, region);
  const { apiId } = bridge;
  const plans = await usagePlans(gateway, [apiId], asking);
  if (plans.length === 0) throw withoutPlan(apiId, region);
  return { apiId, url: bridgeUrl(apiId, region), plans };
}

function missing(region: string): PantherError {
  return new PantherError(
    "bridge-missing",
    `There is no REST API ${bridgeName} in ${region}.`,
    "Deploy the backend first: it makes one. See that the region is right, and the account's credentials.",
  );
}

function withoutStage(named: readonly NamedBridge[], region: string): PantherError {
  return new PantherError(
    "bridge-stage-missing",
    `${bridgeName} (${named.map(({ apiId }) => apiId).join(", ")}) in ${region} has no stage ${bridgeStage}.`,
    "Deploy the API to that stage, or the backend again.",
  );
}

function ambiguous(named: readonly NamedBridge[], region: string): PantherError {
  return new PantherError(
    "bridge-ambiguous",
    `There are several REST APIs ${bridgeName} with stage ${bridgeStage} in ${region}: ${named.map(({ apiId }) => apiId).join(", ")}.`,
    "One is the backend's, in its stacks; rename or delete what is left of another.",
  );
}

function withoutPlan(apiId: string, region: string): PantherError {
  return new PantherError(
    "bridge-without-plan",
    `No usage plan in ${region} has stage ${bridgeStage} of ${bridgeName} (${apiId}), so no key can be made for it.`,
    "The backend's stack makes one: deploy the backend again, or add the stage to a usage plan in the console of API Gateway.",
  );
}
