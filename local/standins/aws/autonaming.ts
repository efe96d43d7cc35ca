import { createHash, randomBytes } from "node:crypto";
import type { AutoName } from "./handler.ts";

/** The engine's wishes for automatic names (project setting `pulumi:autonaming`). */
export type NamingMode = { readonly kind: "propose" | "enforce"; readonly name: string } | { readonly kind: "disable" };

/** A name for resource `resourceName`, or undefined where the project has switched automatic names off. */
export function automaticName(
  rule: AutoName,
  resourceName: string,
  seed: Uint8Array,
  mode: NamingMode | undefined,
): string | undefined {
  if (mode?.kind === "disable") return undefined;
  if (mode?.kind === "enforce") return mode.name;
  if (mode?.kind === "propose") return mode.name.slice(0, rule.maximum);
  const name = rule.lowerCase ? resourceName.toLowerCase() : resourceName;
  return `${name.slice(0, rule.maximum - 8)}-${suffix(seed, resourceName)}`;
}

/** Seven hex digits: always the same ones for a seed, so that an update carries out what its preview showed. */
function suffix(seed: Uint8Array, resourceName: string): string {
  const source = seed.length > 0 ? seed : randomBytes(32);
  return createHash("sha256").update(source).update(resourceName).digest("hex").slice(0, 7);
}
