import * as v from "valibot";
import { PantherError } from "../../model/error.ts";

/** A parameter whose value CloudFormation does not hand out. */
export interface AskedSecret {
  readonly name: string;
  /** The template has no default for it: it can't be left blank. */
  readonly required: boolean;
}

/** Gives the values that are asked for, by name. A blank one leaves the parameter to the template's default. */
export type SecretSource = (
  asked: readonly AskedSecret[],
  signal: AbortSignal,
) => Promise<Readonly<Record<string, string>>>;

/**
 * Reads secrets from text: one JSON object of texts, or a line `NAME=value` each. What is wrong is told by its place, never
 * quoted: it may be a secret.
 * @throws PantherError `secrets-unreadable`
 */
export function secretsFromText(text: string): Readonly<Record<string, string>> {
  return text.trimStart().startsWith("{") ? fromJson(text) : fromLines(text);
}

/**
 * The values to be set, checked against what was asked: each has to be given, a blank one says that the template's default
 * is meant.
 * @throws PantherError `secrets-missing`, `secrets-unknown`
 */
export function checkedSecrets(
  asked: readonly AskedSecret[],
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const names = asked.map(({ name }) => name);
  const strangers = Object.keys(given).filter((name) => !names.includes(name)).length;
  if (strangers > 0) {
    throw new PantherError(
      "secrets-unknown",
      `${strangers} of the secrets given ${strangers === 1 ? "is for no parameter that is" : "are for no parameters that are"} asked for. Nothing was changed.`,
      names.length > 0 ? `Give ${names.join(", ")}, and no other.` : "Give none: the file has them all.",
    );
  }
  const missing = asked.filter(({ name, required }) => (required ? !given[name] : given[name] === undefined));
  if (missing.length > 0) throw secretsMissing(missing);
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
}

export function secretsMissing(missing: readonly AskedSecret[]): PantherError {
  const names = missing.map(({ name, required }) => (required ? `${name} (required)` : name));
  return new PantherError(
    "secrets-missing",
    `CloudFormation keeps the values of NoEcho parameters to itself, and these were not given: ${names.join(", ")}. Nothing was changed.`,
    `Run the command on a terminal, which asks for them; or give them with --secrets-fd, a line each: ${missing[0]?.name}=<value>. Nothing after the = leaves one at the template's default.`,
  );
}

function fromJson(text: string): Readonly<Record<string, string>> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // The parser's message would quote what it has read.
    throw unreadable("It begins like a JSON object and is none.");
  }
  const read = v.safeParse(v.record(v.string(), v.string()), content);
  if (read.success) return read.output;
  throw unreadable("As JSON it has to be one object, and its values texts.");
}

function fromLines(text: string): Readonly<Record<string, string>> {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, number: index + 1 }));
  const entries = lines.flatMap(({ line, number }) => {
    if (line.trim() === "") return [];
    const [, name, value] = /^([A-Za-z0-9]{1,255})=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw unreadable(`Line ${number} is not NAME=value.`);
    return [[name, value] as const];
  });
  const names = entries.map(([name]) => name);
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (twice >= 0) throw unreadable(`Entry ${twice + 1} has a name that was there before.`);
  return Object.fromEntries(entries);
}

function unreadable(what: string): PantherError {
  return new PantherError(
    "secrets-unreadable",
    `The secrets can't be read. ${what} Nothing was changed.`,
    'Write a line NAME=value for each, or one JSON object: {"NAME": "value"}.',
  );
}
