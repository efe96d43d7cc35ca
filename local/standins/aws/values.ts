import struct, { type Struct } from "google-protobuf/google/protobuf/struct_pb.js";

/** Properties as the engine sends them: JSON, in which secrets are wrapped and unknown values are sentinels. */
export type Properties = Readonly<Record<string, unknown>>;

/** What stands for a value that a preview can't know (sdk/go/common/resource/plugin/rpc.go: one per kind of value). */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const unknowns: ReadonlySet<unknown> = new Set([
  unknown,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSecret(value: unknown): value is { readonly value: unknown } {
  return isObject(value) && value[signatureKey] === secretSignature;
}

export function secret(value: unknown): unknown {
  return isSecret(value) ? value : { [signatureKey]: secretSignature, value };
}

/** The value without any secret wrapping, at every depth. */
export function reveal(value: unknown): unknown {
  if (isSecret(value)) return reveal(value.value);
  return mapValue(value, reveal);
}

/** As `reveal`, for a whole set of properties. */
export function revealAll(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, reveal(value)]));
}

export function hasUnknown(value: unknown): boolean {
  if (unknowns.has(value)) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

function hasSecret(value: unknown): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(hasSecret);
  return isObject(value) && Object.values(value).some(hasSecret);
}

/** `value`, with everything secret that is secret at the same place in `model`. A list is secret as a whole. */
export function secretLike(value: unknown, model: unknown): unknown {
  if (value === undefined || isSecret(value)) return value;
  if (isSecret(model)) return secret(value);
  if (Array.isArray(value)) return hasSecret(model) ? secret(value) : value;
  if (!isObject(value) || !isObject(model)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, secretLike(item, model[key])]));
}

function mapValue(value: unknown, change: (item: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
}

export function fromStruct(value: Struct | undefined): Properties {
  return (value?.toJavaScript() ?? {}) as Properties;
}

export function toStruct(properties: Properties): Struct {
  // Through JSON, because the library fails on `undefined`, which here means "not set".
  return struct.Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));
}

/** True of what AWS and Terraform do not tell from "not set". */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** A property that AWS wants as a string, or undefined where it is not set. */
export function text(properties: Properties, key: string): string | undefined {
  const value = properties[key];
  return isEmpty(value) ? undefined : String(value);
}

/** A property that is a list of strings; undefined where it is not set or empty. */
export function texts(properties: Properties, key: string): string[] | undefined {
  const value = properties[key];
  return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
}

export function number(properties: Properties, key: string): number | undefined {
  const value = properties[key];
  return isEmpty(value) ? undefined : Number(value);
}

/** A property that maps names to strings; empty where it is not set. */
export function textMap(properties: Properties, key: string): Readonly<Record<string, string>> {
  const value = properties[key];
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, String(item)]));
}
