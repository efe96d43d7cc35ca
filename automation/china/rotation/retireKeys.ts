import type { BridgeKey } from "../../../model/china/bridgeKey.ts";
import { ask } from "../ask.ts";
import { keyStep } from "./keyStep.ts";
import type { Rotation } from "./rotation.ts";

/** Disables keys, which can be undone. @returns their IDs */
export function disableKeys(rotation: Rotation, keys: readonly BridgeKey[]): Promise<readonly string[]> {
  return forEach(rotation, "disable", keys, (apiKey) =>
    ask(rotation, { side: "backend", action: `apigateway:PATCH /apikeys/${apiKey}` }, () =>
      rotation.apis.gateway.updateApiKey({
        apiKey,
        patchOperations: [{ op: "replace", path: "/enabled", value: "false" }],
      }),
    ),
  );
}

/** Deletes keys. @returns their IDs */
export function deleteKeys(rotation: Rotation, keys: readonly BridgeKey[]): Promise<readonly string[]> {
  return forEach(rotation, "delete", keys, (apiKey) =>
    ask(rotation, { side: "backend", action: `apigateway:DELETE /apikeys/${apiKey}` }, () =>
      rotation.apis.gateway.deleteApiKey({ apiKey }),
    ),
  );
}

async function forEach(
  rotation: Rotation,
  step: "disable" | "delete",
  keys: readonly BridgeKey[],
  change: (id: string) => Promise<unknown>,
): Promise<readonly string[]> {
  if (keys.length === 0) return [];
  const all = async () => {
    for (const { id } of keys) {
      rotation.aboutToChange();
      // Somebody has deleted it: all the better.
      await change(id).catch((error: Error) => {
        if (error.name !== "NotFoundException") throw error;
      });
    }
    return keys.map(({ id }) => id);
  };
  return await keyStep(rotation, step, all, (of) => ({ outcome: "done", of }));
}
