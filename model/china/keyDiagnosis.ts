import type { Finding } from "../finding.ts";
import { type BridgeKey, isUsable } from "./bridgeKey.ts";
import { bridgeName, bridgeStage, type SoundBridgeUrl } from "./bridgeUrl.ts";

/** What API Gateway tells of a bridge that refuses the secret's key. */
export interface GatewayFacts {
  readonly environment: string;
  /** The backend's. */
  readonly region: string;
  /** The secret's. */
  readonly url: SoundBridgeUrl;
  /** REST APIs named panther-cn-bridge in that region, and whether each has the stage. */
  readonly bridges: readonly { readonly apiId: string; readonly hasStage: boolean }[];
  /** Of the account; the one in the secret is marked. */
  readonly keys: readonly BridgeKey[];
  readonly now: Date;
}

/** A change to a key is known to the whole gateway within a few minutes. */
const propagationMilliseconds = 5 * 60_000;

/** Why the gateway answers 403, all of it; none where nothing of what it tells explains that. */
export function keyDiagnosis({ environment, region, url, bridges, keys, now }: GatewayFacts): readonly Finding[] {
  const rotate = `panther china rotate-key ${environment}`;
  const findings = urlFindings(url, region, bridges, rotate);
  const key = keys.find(({ inSecret }) => inSecret);
  if (!key) {
    const message = "The secret's API_KEY is none of the API keys of the backend's account and region.";
    return [...findings, error("key-unknown", message, `Make a new one: ${rotate}`)];
  }
  const named = `The secret's key, ${key.name} (${key.id}),`;
  if (!key.enabled) {
    const fix = `Enable it in the console of API Gateway, or make a new one: ${rotate}`;
    findings.push(error("key-disabled", `${named} is disabled.`, fix));
  }
  // Of an API that is not there no plan can have a stage.
  if (key.plans.length === 0 && bridges.length > 0) {
    const message = `${named} is on no usage plan of ${bridgeName}, stage ${bridgeStage}.`;
    findings.push(error("key-without-plan", message, `Add it to the stage's usage plan, or make a new one: ${rotate}`));
  }
  if (findings.length > 0 || !isUsable(key)) return findings;
  if (now.getTime() - key.changed.getTime() >= propagationMilliseconds) return [];
  const message = `${named} was changed at ${key.changed.toISOString()}: the gateway may not know of it everywhere yet.`;
  return [error("key-not-around-yet", message, "Check again in five minutes.")];
}

function urlFindings(url: SoundBridgeUrl, region: string, bridges: GatewayFacts["bridges"], rotate: string): Finding[] {
  const ids = bridges.map(({ apiId }) => apiId);
  if (ids.length === 0) {
    const message = `There is no REST API ${bridgeName} in ${region}.`;
    return [error("bridge-missing", message, "Deploy the backend: it makes one. See that the region is right.")];
  }
  const bridge = bridges.find(({ apiId }) => apiId === url.apiId);
  if (!bridge || url.region !== region) {
    const message = `The secret's URL is that of API ${url.apiId} in ${url.region}, and ${bridgeName} is ${ids.join(" or ")} in ${region}.`;
    return [error("bridge-url-of-another", message, `Have it written anew: ${rotate}`)];
  }
  if (bridge.hasStage) return [];
  const message = `${bridgeName} (${bridge.apiId}) has no stage ${bridgeStage}.`;
  return [error("bridge-stage-missing", message, "Deploy the API to that stage, or the backend again.")];
}

function error(code: string, message: string, fix: string): Finding {
  return { severity: "error", code, message, fix };
}
