import { automaticName, type NamingMode } from "./autonaming.ts";
import type { CheckFailure, ResourceHandler } from "./handler.ts";
import { hasUnknown, isEmpty, type Properties, revealAll } from "./values.ts";

export interface CheckRequest {
  readonly resourceName: string;
  readonly seed: Uint8Array;
  readonly naming: NamingMode | undefined;
  /** Inputs of the last time; empty for a new resource or a replacement. */
  readonly olds: Properties;
  readonly news: Properties;
}

export interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

/** Inputs with defaults and an automatic name, listed in `__defaults` as the official plugin does, and what is wrong with them. */
export function check(handler: ResourceHandler, request: CheckRequest): Checked {
  const inputs: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(request.news)) {
    if (value !== null && value !== undefined) inputs[key] = value;
  }
  const defaulted: string[] = [];
  const keep = (key: string, value: unknown) => {
    if (value === undefined || inputs[key] !== undefined) return;
    inputs[key] = value;
    defaulted.push(key);
  };
  for (const [key, value] of Object.entries(handler.defaults ?? {})) keep(key, value);
  keep(...nameFor(handler, request, inputs));
  inputs.__defaults = defaulted.sort();
  const unknownKeys = Object.keys(inputs).filter((key) => !isKnownInput(handler, key));
  const failures = unknownKeys.map((property) => ({ property, reason: `Invalid or unknown key: ${property}` }));
  const revealed = revealAll(inputs);
  const nameFailure = refusedName(handler, revealed);
  return { inputs, failures: [...failures, ...nameFailure, ...(handler.check?.(revealed) ?? [])] };
}

function isKnownInput(handler: ResourceHandler, key: string): boolean {
  return key === "__defaults" || (key === "region" && !handler.global) || handler.inputs.includes(key);
}

function nameFor(handler: ResourceHandler, request: CheckRequest, inputs: Properties): [string, unknown] {
  const rule = handler.autoName;
  if (rule === undefined) return ["", undefined];
  if (rule.prefixProperty !== undefined && inputs[rule.prefixProperty] !== undefined) return [rule.property, undefined];
  const { __defaults: oldDefaults, [rule.property]: oldName } = request.olds;
  // A resource keeps its automatic name for as long as it lives.
  if (Array.isArray(oldDefaults) && oldDefaults.includes(rule.property)) return [rule.property, oldName];
  return [rule.property, automaticName(rule, request.resourceName, request.seed, request.naming)];
}

function refusedName(handler: ResourceHandler, inputs: Properties): readonly CheckFailure[] {
  const rule = handler.autoName;
  const name = rule === undefined ? undefined : inputs[rule.property];
  if (rule?.refusedPrefix === undefined || isEmpty(name) || hasUnknown(name)) return [];
  if (!String(name).startsWith(rule.refusedPrefix)) return [];
  return [
    { property: rule.property, reason: `invalid value for ${rule.property} (cannot begin with ${rule.refusedPrefix})` },
  ];
}
