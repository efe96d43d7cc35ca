import type { EmulatorClient } from "./emulatorClient.ts";
import type { GatewayRequest } from "./gatewayRequest.ts";

/**
 * How Panther's bridge behaves: `open` as it should; `recordal-missing` as in an account in China without ICP recordal;
 * `backend-error` and `backend-timeout` as API Gateway says that what is behind it failed; `not-json` as something else
 * answers in its place; `silent` never answers.
 */
export const bridgeModes = [
  "open",
  "recordal-missing",
  "backend-error",
  "backend-timeout",
  "not-json",
  "silent",
] as const;
export type BridgeMode = (typeof bridgeModes)[number];

export interface GatewaySettings {
  /** Seconds that a key needs, once it is on a usage plan, until it opens anything. */
  readonly keySeconds: number;
  readonly bridge: BridgeMode;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Told =
  | { readonly kind: "forbidden" | "no-method" | "refused" }
  | { readonly kind: "open"; readonly api: string; readonly resource: string; readonly keySeconds: number | null };

/** The REST API that Panther's backend makes in China, and what is behind it. */
const bridgeName = "panther-cn-bridge";
const sources = [
  { integrationId: "0f8b6e0c-6d5f-4f0b-9a39-3b9d0a3b6c11", integrationLabel: "CloudTrail", integrationType: "aws-s3" },
  { integrationId: "5b2f1a52-2b64-4d4a-8a3c-7d0a9f0f8f42", integrationLabel: "Flow logs", integrationType: "aws-s3" },
];

const told = (status: number, body: unknown, errorType?: string): GatewayAnswer => ({
  status,
  headers: { "content-type": "application/json", ...(errorType !== undefined && { "x-amzn-errortype": errorType }) },
  body: JSON.stringify(body),
});
const forbidden = told(403, { message: "Forbidden" }, "ForbiddenException");

/** Deployed REST APIs, as their callers meet them. */
export class Gateway {
  settings: GatewaySettings;
  readonly #emulator: Pick<EmulatorClient, "post">;

  constructor(emulator: Pick<EmulatorClient, "post">, settings: GatewaySettings) {
    this.#emulator = emulator;
    this.settings = settings;
  }

  /** Undefined: it never answers. */
  async answer(request: GatewayRequest): Promise<GatewayAnswer | undefined> {
    const { apiId, region, stage, method, path, key, body } = request;
    if (this.settings.bridge === "silent") return undefined;
    // Without recordal nothing gets as far as an API.
    if (this.settings.bridge === "recordal-missing" && region.startsWith("cn-")) {
      return told(403, { Message: null }, "AccessDeniedException");
    }
    const input = { apiId, region, stage, method, path, key: key ?? null };
    const { answer } = await this.#emulator.post("/_local/gateway", input);
    const opened = answer as unknown as Told;
    if (opened.kind === "no-method") {
      return told(403, { message: "Missing Authentication Token" }, "MissingAuthenticationTokenException");
    }
    if (opened.kind !== "open") return forbidden;
    if (opened.keySeconds !== null && opened.keySeconds < this.settings.keySeconds) return forbidden;
    return opened.api === bridgeName ? this.#backend(opened.resource, body) : internalError;
  }

  #backend(resource: string, body: string): GatewayAnswer {
    switch (this.settings.bridge) {
      case "backend-error":
        return internalError;
      case "backend-timeout":
        return told(504, { message: "Endpoint request timed out" }, "InternalServerErrorException");
      case "not-json":
        return { status: 200, headers: { "content-type": "text/html" }, body: "<html><body>Welcome</body></html>" };
      default:
        return resource === "/cn/panther-source-api" && asksForSources(body) ? told(200, sources) : told(200, {});
    }
  }
}

const internalError = told(502, { message: "Internal server error" }, "InternalServerErrorException");

function asksForSources(body: string): boolean {
  try {
    const asked: unknown = JSON.parse(body);
    return typeof asked === "object" && asked !== null && "listIntegrations" in asked;
  } catch {
    return false;
  }
}
