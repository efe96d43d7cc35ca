import { isRecord } from "./template.ts";

/** A scalar as CloudFormation writes it: booleans in lower case, lists joined by commas. */
export function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(toText).join(",");
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return String(value);
}

/** JSON with sorted keys: equal values have equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}

// CloudFormation hands these to the service as JSON documents, so that numbers and booleans in them stay what they are.
const jsonDocument =
  /(PolicyDocument|Policy|EventPattern|PolicyText|FilterPolicy|Definition|DefinitionSubstitutions|RequestTemplates|Schema)$/;

/** Properties as CloudFormation sends them: each scalar a string, except inside JSON documents. */
export function scalarsToText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(scalarsToText);
  if (isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        jsonDocument.test(key) && isRecord(inner) ? inner : scalarsToText(inner),
      ]),
    );
  }
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}
