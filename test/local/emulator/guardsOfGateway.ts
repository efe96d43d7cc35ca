import type { Guard } from "./guard.ts";
import { type Probe, scope } from "./probe.ts";

type Answer = Readonly<Record<string, unknown>> & { readonly item?: readonly Readonly<Record<string, unknown>>[] };

async function call(probe: Probe, method: string, path: string, input?: object) {
  const body = input === undefined ? "" : JSON.stringify(input);
  const headers = { "content-type": "application/json" };
  const { status, body: text } = await probe.client.call({ scope, service: "apigateway", method, path, headers, body });
  return { status, answer: (text.length > 0 ? JSON.parse(text.toString()) : {}) as Answer };
}

async function made(probe: Probe, path: string, input: object): Promise<string> {
  return String((await call(probe, "POST", path, input)).answer.id);
}

const shown = (answer: Answer) => (answer.item ?? [answer]).some((key) => "value" in key);

export const guardsOfGateway: Readonly<Record<string, Guard>> = {
  "api-key-values": {
    look: async (probe) => {
      const { answer: key } = await call(probe, "POST", "/apikeys", { name: "guard-values", enabled: true });
      const patchOperations = [{ op: "replace", path: "/description", value: "x" }];
      const answers = [
        await call(probe, "GET", `/apikeys/${key.id}`),
        await call(probe, "GET", "/apikeys"),
        await call(probe, "PATCH", `/apikeys/${key.id}`, { patchOperations }),
        await call(probe, "GET", `/apikeys/${key.id}?includeValue=true`),
        await call(probe, "GET", "/apikeys?includeValues=true"),
      ];
      return [/^[A-Za-z0-9]{40}$/.test(String(key.value)), ...answers.map(({ answer }) => shown(answer))];
    },
    aws: [true, false, false, false, true, true],
    without: [false, true, true, true, true, true],
  },
  "api-key-switch": {
    look: async (probe) => {
      const id = await made(probe, "/apikeys", { name: "guard-switch", enabled: true });
      const seen = [];
      for (const value of ["false", "true"]) {
        const patchOperations = [{ op: "replace", path: "/enabled", value }];
        seen.push((await call(probe, "PATCH", `/apikeys/${id}`, { patchOperations })).answer.enabled);
      }
      return seen;
    },
    aws: [false, true],
    without: ["false", "true"],
  },
  "keys-of-usage-plans": {
    look: async (probe) => {
      const key = await made(probe, "/apikeys", { name: "guard-plans", enabled: true });
      const plan = await made(probe, "/usageplans", { name: "guard" });
      await made(probe, "/usageplans", { name: "another" });
      const keys = `/usageplans/${plan}/keys`;
      const put = async (keyId: string) => (await call(probe, "POST", keys, { keyId, keyType: "API_KEY" })).status;
      const puts = [await put("nosuchkey1"), await put(key), await put(key)];
      const plans = (await call(probe, "GET", `/usageplans?keyId=${key}`)).answer.item?.map(({ name }) => name);
      await call(probe, "DELETE", `/apikeys/${key}`);
      return [puts, plans, (await call(probe, "GET", keys)).answer.item?.filter(({ id }) => id === key).length];
    },
    aws: [[404, 201, 409], ["guard"], 0],
    without: [[201, 201, 201], ["guard", "another"], 1],
  },
};
