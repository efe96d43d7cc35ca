import { isMap, isScalar, parseDocument } from "yaml";
import { PantherError } from "../../error.ts";

/** Parameter values as a person writes them down. */
export interface WrittenValues {
  readonly values: Readonly<Record<string, string>>;
  /** Names whose value is encrypted by Pulumi: `{secure: …}`. */
  readonly secretNames: readonly string[];
}

/**
 * Reads parameter values: a YAML or JSON object of names and values. Text, numbers, true and false are taken as they are
 * written, so that 012345678901 keeps its zero; nothing at all leaves a parameter unset.
 * @throws PantherError `values-unreadable` with the place
 */
export function readValues(text: string): WrittenValues {
  const document = parseDocument(text, { schema: "core", logLevel: "silent" });
  const [problem] = document.errors;
  if (problem) throw unreadable(problem.message.replace(/\n.*/s, ""));
  if (document.contents === null) return { values: {}, secretNames: [] };
  if (!isMap(document.contents)) throw unreadable("it is no YAML or JSON object");
  const values: [string, string][] = [];
  const secretNames: string[] = [];
  for (const { key, value } of document.contents.items) {
    const name = String(isScalar(key) ? key.value : key);
    if (isEncrypted(value)) secretNames.push(name);
    else {
      const written = scalarText(value, name);
      if (written !== undefined) values.push([name, written]);
    }
  }
  return { values: Object.fromEntries(values), secretNames };
}

function isEncrypted(value: unknown): boolean {
  return isMap(value) && value.items.length === 1 && value.has("secure");
}

function scalarText(value: unknown, name: string): string | undefined {
  if (isScalar(value)) {
    if (value.value === null) return undefined;
    return typeof value.value === "string" ? value.value : String(value.source);
  }
  if (value === null) return undefined;
  throw unreadable(
    `the value of ${name} is ${isMap(value) ? "an object" : "a list or an alias"}`,
    "Write it as text; a list as one text with commas.",
  );
}

function unreadable(reason: string, fix = 'Write it as an object: {"FirstUserEmail": "security@example.com"}.') {
  return new PantherError("values-unreadable", `The parameter values can't be read: ${reason}.`, fix);
}
