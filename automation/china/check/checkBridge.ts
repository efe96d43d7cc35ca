import type { BridgeKey } from "../../../model/china/bridgeKey.ts";
import type { BridgeSecret } from "../../../model/china/bridgeSecret.ts";
import { checkBridgeUrl, type SoundBridgeUrl } from "../../../model/china/bridgeUrl.ts";
import { type BridgeCode, bridgeVerdict } from "../../../model/china/bridgeVerdict.ts";
import { keyDiagnosis } from "../../../model/china/keyDiagnosis.ts";
import { PantherError } from "../../../model/error.ts";
import type { Finding } from "../../../model/finding.ts";
import type { Timing } from "../../timing.ts";
import { namedBridges, usagePlans } from "../bridge.ts";
import type { CallBridge } from "../callBridge.ts";
import type { GatewayApi, SecretApi } from "../clients.ts";
import { observeKeys } from "../keys.ts";
import { type ListedKey, listedKeys } from "../rotation/rotationEvents.ts";
import { observeSecret } from "../secret.ts";

/** Whether the web app can reach the backend in China with what its secret says. Nothing in it is a key's value. */
export interface BridgeCheck {
  readonly environment: string;
  /** Name of the web app's secret. */
  readonly secret: string;
  /** The secret's; null where it can't be read. */
  readonly url: string | null;
  /** Whether the bridge answers as it should. */
  readonly answers: boolean;
  /**
   * Which of the documentation's criteria the answer meets: `list`, a JSON list with something in it (asked for since July
   * 2021), `json`, any other JSON (before); null where there is no such answer.
   */
  readonly criterion: "list" | "json" | null;
  /** The secret's key as API Gateway knows it; null where it does not, or could not be asked. */
  readonly key: ListedKey | null;
  /** What is wrong, and why; where API Gateway could be asked, by what it tells. */
  readonly findings: readonly Finding[];
}

export interface CheckOptions {
  readonly environment: string;
  readonly secretName: string;
  /** The backend's. */
  readonly region: string;
  readonly secrets: SecretApi;
  /** With credentials of the backend's account; else why there are none. */
  readonly gateway: GatewayAccess;
  readonly callBridge: CallBridge;
  readonly timing: Timing;
  readonly signal: AbortSignal;
}

export type GatewayAccess =
  | { readonly kind: "open"; readonly api: GatewayApi }
  | { readonly kind: "closed"; readonly reason: string };

/** Replies whose cause API Gateway can tell. */
const tellable: readonly BridgeCode[] = ["bridge-forbidden", "bridge-path-missing", "bridge-unknown-host"];

/**
 * Does what Panther's documentation has one do with curl, with the secret's URL and key, and finds out why it fails.
 * Changes nothing. Rejects with the signal's reason, and with errors of the SDK that are no answer.
 */
export async function checkBridge(options: CheckOptions): Promise<BridgeCheck> {
  const { environment, secretName, callBridge, signal } = options;
  const nothing = { environment, secret: secretName, url: null, answers: false, criterion: null, key: null };
  const told = await readSecret(options);
  if (told.kind === "finding") return { ...nothing, findings: [told.finding] };
  const { secret } = told;
  const url = checkBridgeUrl(secret.url);
  if (url.kind === "refused") return { ...nothing, findings: [error(url.code, url.message, url.fix)] };
  const shown = { ...nothing, url: url.url };
  const verdict = bridgeVerdict(await callBridge(secret, signal));
  const look = await lookAtGateway(options, url, secret);
  const key = look.kind === "seen" ? look.key : null;
  if (verdict.kind === "answers") {
    return { ...shown, answers: true, criterion: verdict.criterion, key, findings: [] };
  }
  const said = error(verdict.code, verdict.message, verdict.fix);
  if (!tellable.includes(verdict.code)) return { ...shown, key, findings: [said] };
  if (look.kind === "seen") return { ...shown, key, findings: look.causes.length > 0 ? look.causes : [said] };
  return { ...shown, key, findings: [said, notAsked(look.reason)] };
}

async function readSecret(
  options: CheckOptions,
): Promise<
  { readonly kind: "sound"; readonly secret: BridgeSecret } | { readonly kind: "finding"; readonly finding: Finding }
> {
  const { environment, secretName } = options;
  const fix = `Have a key made and written: panther china rotate-key ${environment}`;
  try {
    const state = await observeSecret(options.secrets, secretName, options);
    if (state.kind === "sound") return state;
    if (state.kind === "empty") {
      return { kind: "finding", finding: error("secret-empty", `The secret ${secretName} has no value yet.`, fix) };
    }
    const message = `The secret ${secretName} ${state.problem}; the web app reads JSON of exactly URL and API_KEY.`;
    return { kind: "finding", finding: error("secret-malformed", message, fix) };
  } catch (thrown) {
    if (!(thrown instanceof PantherError) || options.signal.aborted) throw thrown;
    return { kind: "finding", finding: error(thrown.code, thrown.message, thrown.fix) };
  }
}

type GatewayLook =
  | { readonly kind: "seen"; readonly key: ListedKey | null; readonly causes: readonly Finding[] }
  | { readonly kind: "unseen"; readonly reason: string };

/** The answer over HTTP is what counts: that the gateway can't be asked is no reason to give up. */
async function lookAtGateway(options: CheckOptions, url: SoundBridgeUrl, { key }: BridgeSecret): Promise<GatewayLook> {
  const { environment, region, gateway, timing, signal } = options;
  if (gateway.kind === "closed") return { kind: "unseen", reason: gateway.reason };
  try {
    const bridges = await namedBridges(gateway.api, options);
    const plans = await usagePlans(
      gateway.api,
      bridges.map(({ apiId }) => apiId),
      options,
    );
    const keys = await observeKeys(gateway.api, { environment, plans, inSecret: key }, options);
    const causes = keyDiagnosis({ environment, region, url, bridges, keys, now: timing.now() });
    return { kind: "seen", key: keyInSecret(keys), causes };
  } catch (thrown) {
    signal.throwIfAborted();
    return { kind: "unseen", reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

function keyInSecret(keys: readonly BridgeKey[]): ListedKey | null {
  return listedKeys(keys).find(({ inSecret }) => inSecret) ?? null;
}

function notAsked(reason: string): Finding {
  return {
    severity: "warning",
    code: "gateway-not-asked",
    message: `API Gateway, which knows which of the causes it is, could not be asked: ${reason}`,
    fix: "Give credentials of the backend's account (panther:china.profile) that may do apigateway:GET there.",
  };
}

function error(code: string, message: string, fix: string): Finding {
  return { severity: "error", code, message, fix };
}
