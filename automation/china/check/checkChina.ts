import { randomUUID } from "node:crypto";
import type { Environment } from "../../../model/environment/environment.ts";
import { PantherError } from "../../../model/error.ts";
import { loadEnvironment } from "../../environmentFile.ts";
import { checkAccount, type RunOptions } from "../../run.ts";
import { realTiming } from "../../timing.ts";
import { bridgeCaller } from "../callBridge.ts";
import { type JoinApis, joinApis } from "../clients.ts";
import { noSplit } from "../rotation/rotation.ts";
import { type SideClients, sidesOf } from "../sideClients.ts";
import { type BridgeCheck, checkBridge, type GatewayAccess } from "./checkBridge.ts";

/**
 * Checks the way from an environment's web app to its backend in China, with the web account's credentials, and, where
 * there are any, the backend's.
 * @throws PantherError where the environment's file or the web account's credentials are wrong; the SDK's errors as they are
 */
export async function checkChina({
  environment: name,
  projectDirectory,
  signal = new AbortController().signal,
  timing = realTiming(),
}: Pick<RunOptions, "environment" | "projectDirectory" | "signal" | "timing">): Promise<BridgeCheck> {
  const environment = await loadEnvironment(projectDirectory, name);
  const origin = { runId: randomUUID() };
  const sides = sidesOf(environment, origin);
  const apis = joinApis(environment, origin);
  if (environment.topology.kind === "standard" || !sides.web || !apis) throw noSplit(name);
  await checkAccount(sides.web.aws, sides.web.environment);
  return await checkBridge({
    environment: name,
    secretName: environment.topology.china.secretName,
    region: environment.region,
    secrets: apis.secrets,
    gateway: await gatewayAccess(sides, environment, apis),
    callBridge: bridgeCaller(),
    timing,
    signal,
  });
}

async function gatewayAccess(
  { aws }: SideClients,
  environment: Environment,
  { gateway }: JoinApis,
): Promise<GatewayAccess> {
  try {
    await checkAccount(aws, environment);
    return { kind: "open", api: gateway };
  } catch (error) {
    if (!(error instanceof PantherError)) throw error;
    return { kind: "closed", reason: error.message };
  }
}
