import { keyName, keyTag } from "../../../model/china/bridgeKey.ts";
import { GatewayKey } from "../../../model/china/gatewayKey.ts";
import { PantherError } from "../../../model/error.ts";
import { ask } from "../ask.ts";
import type { UsagePlan } from "../bridge.ts";
import { observeKeys } from "../keys.ts";
import type { Join } from "./observeJoin.ts";
import type { Rotation } from "./rotation.ts";

/** A key that this run has made, and that nobody else can know. */
export interface NewKey {
  readonly id: string;
  readonly value: GatewayKey;
}

/** Makes a key on one of the bridge's usage plans. Where it does not get there, nothing is left of it. */
export async function makeKey(rotation: Rotation, { bridge, keys }: Join): Promise<NewKey> {
  const { apis, environment, runId, aboutToChange } = rotation;
  aboutToChange();
  const created = await ask(rotation, { side: "backend", action: "apigateway:POST /apikeys" }, () =>
    apis.gateway.createApiKey({
      name: keyName(environment, runId),
      description: `Web app of Panther environment ${environment}`,
      enabled: true,
      tags: { [keyTag]: environment },
    }),
  );
  const { id, value } = created;
  if (!id || !value) throw withoutValue();
  const key: NewKey = { id, value: new GatewayKey(value) };
  try {
    await addToPlan(rotation, planFor(rotation, bridge.plans, keys), id);
  } catch (error) {
    await discardKey(rotation, key);
    throw error;
  }
  return key;
}

/** Of several plans of the stage a key can be on one: the one that the web app's limits are set on now, else the first. */
function planFor({ report }: Rotation, plans: Join["bridge"]["plans"], keys: Join["keys"]): UsagePlan {
  const [first] = plans;
  if (!first) throw new Error("a bridge without a usage plan");
  if (plans.length === 1) return first;
  const current = keys.find(({ inSecret }) => inSecret);
  const plan = plans.find(({ id }) => current?.plans.includes(id)) ?? first;
  const names = plans.map(({ id, name }) => `${name} (${id})`).join(", ");
  const why = plan === first && !current?.plans.includes(first.id) ? "the first" : "as the key before it";
  report({
    type: "notice",
    message: `The bridge has several usage plans, ${names}: the new key is on ${plan.name}, ${why}.`,
  });
  return plan;
}

async function addToPlan(rotation: Rotation, plan: UsagePlan, keyId: string): Promise<void> {
  const { apis, environment } = rotation;
  try {
    await ask(rotation, { side: "backend", action: `apigateway:POST /usageplans/${plan.id}/keys` }, () =>
      apis.gateway.createUsagePlanKey({ usagePlanId: plan.id, keyId, keyType: "API_KEY" }),
    );
  } catch (error) {
    // An attempt of which only the answer was lost has put it there.
    if (!(error instanceof Error && error.name === "ConflictException")) throw error;
    const keys = await observeKeys(apis.gateway, { environment, plans: [plan] }, rotation);
    if (!keys.some(({ id, plans }) => id === keyId && plans.length > 0)) throw error;
  }
}

/** Deletes a key that is in no secret and never was. Where that can't be done, a later rotation disables it. */
export async function discardKey({ apis, report }: Rotation, { id }: NewKey): Promise<void> {
  // An interrupted run, too, leaves no key behind that is of no use to anybody: it takes one call.
  await apis.gateway.deleteApiKey({ apiKey: id }).catch((error: Error) => {
    const message = `The new key ${id}, which nobody was told, could not be deleted (${error.name}): the next rotation disables it.`;
    report({ type: "notice", message });
  });
}

function withoutValue(): PantherError {
  return new PantherError(
    "key-without-value",
    "API Gateway has made a key and not said its value. Nothing was changed besides.",
    "See that the credentials may do apigateway:POST on /apikeys; the next rotation disables the key.",
  );
}
