import { GatewayKey } from "./gatewayKey.ts";

/** What the secret of the web app tells it: where the bridge is, and with which key it answers. */
export interface BridgeSecret {
  readonly url: string;
  readonly key: GatewayKey;
}

export type BridgeSecretReading =
  | { readonly kind: "sound"; readonly secret: BridgeSecret }
  /** `problem` holds nothing of the value. */
  | { readonly kind: "malformed"; readonly problem: string };

const names = ["URL", "API_KEY"] as const;

/** JSON of exactly these two. Source: Panther documentation, "AWS China", "AWS Secrets Manager". */
export function bridgeSecretText({ url, key }: BridgeSecret): string {
  return JSON.stringify({ URL: url, API_KEY: key.reveal() });
}

/** Reads a secret's text; undefined where it has bytes instead. */
export function readBridgeSecret(text: string | undefined): BridgeSecretReading {
  if (text === undefined) return malformed("is binary, not text");
  const value = parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return malformed("is no JSON object");
  const missing = names.filter((name) => !Object.hasOwn(value, name));
  if (missing.length > 0) return malformed(`has no ${missing.join(" and no ")}`);
  const strangers = Object.keys(value).length - names.length;
  if (strangers > 0) return malformed(`has ${strangers} more than URL and API_KEY`);
  const { URL: url, API_KEY: key } = value as Readonly<Record<(typeof names)[number], unknown>>;
  if (typeof url !== "string" || url === "") return malformed("has a URL that is blank or no text");
  // What can't stand in a header is no key, and most often a line break that was pasted along.
  if (typeof key !== "string" || !/^[\x21-\x7e]+$/.test(key)) {
    return malformed("has an API_KEY that is blank, no text, or has spaces or line breaks in it");
  }
  return { kind: "sound", secret: { url, key: new GatewayKey(key) } };
}

/** The parser's own error quotes what it could not read. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function malformed(problem: string): BridgeSecretReading {
  return { kind: "malformed", problem };
}
