import * as v from "valibot";
import {
  type ConfigurationProblem,
  isMapping,
  keyOf,
  problemAt,
  type RawConfiguration,
  secretValue,
  setCommand,
  type ValuePath,
} from "./problems.ts";

export type Outputs<E extends v.ObjectEntries> = { readonly [K in keyof E]: v.InferOutput<E[K]> };

/** Values are read one by one, so that a rule over two of them can be checked while a third is wrong. */
export type EntriesReading<E extends v.ObjectEntries> =
  | { readonly kind: "complete"; readonly values: Outputs<E>; readonly problems: readonly [] }
  | {
      readonly kind: "incomplete";
      /** Those without a problem. */
      readonly values: Partial<Outputs<E>>;
      readonly problems: readonly ConfigurationProblem[];
    };

/** Reads a mapping's values; a name that is not among the entries is a problem too. */
export function readEntries<E extends v.ObjectEntries>(
  entries: E,
  raw: RawConfiguration,
  path: ValuePath = [],
  strangerRule: (name: string) => string | undefined = () => undefined,
): EntriesReading<E> {
  const values: Record<string, unknown> = {};
  const problems: ConfigurationProblem[] = [];
  for (const [name, schema] of Object.entries(entries)) {
    const parsed = v.safeParse(schema, raw[name], { abortPipeEarly: true });
    if (parsed.success) values[name] = parsed.output;
    else problems.push(...parsed.issues.map((issue) => problemOf(issue, [...path, name])));
  }
  for (const name of Object.keys(raw).filter((key) => !Object.hasOwn(entries, key))) {
    problems.push({
      key: keyOf([...path, name]),
      rule: strangerRule(name) ?? "is no configuration key of this project",
      fix: `Remove it. Known keys${path.length > 0 ? " there" : ""}: ${Object.keys(entries).join(", ")}.`,
    });
  }
  return problems.length === 0
    ? { kind: "complete", values: values as Outputs<E>, problems: [] }
    : { kind: "incomplete", values: values as Partial<Outputs<E>>, problems };
}

/** The names in a mapping of scalars that have no problem yet, with their values as text: those with one don't hide the rest. */
export function soundEntries(
  value: unknown,
  path: ValuePath,
  problems: readonly ConfigurationProblem[],
): readonly (readonly [name: string, value: string])[] {
  const told = new Set(problems.map(({ key }) => key));
  return Object.entries(isMapping(value) ? value : {})
    .filter(([name]) => !told.has(keyOf([...path, name])))
    .map(([name, inner]) => [name, String(inner)]);
}

function problemOf(issue: v.BaseIssue<unknown>, at: ValuePath): ConfigurationProblem {
  const inner = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
  const path: ValuePath = [...at, ...inner];
  const { input, message } = issue;
  if (input === undefined) return problemAt(path, input, "is missing", setCommand(path));
  // A name that is wrong is in the path; it isn't the value.
  if (issue.path?.at(-1)?.origin === "key")
    return problemAt(path, undefined, message, "Correct the name, or remove it.");
  if (path[0] === "secretParameters" && path.length > 1) return problemAt(path, input, message, asSecret(path));
  if (input === secretValue) return secretInPlainPlace(path);
  if (input === null) {
    return problemAt(path, input, "has no value", 'Give it one (blank is ""), or remove the line.');
  }
  return problemAt(path, input, message, fixOf(issue, path));
}

function asSecret(path: ValuePath): string {
  return `Remove it from the file, then: ${setCommand(path, true)}. Whoever saw the file has seen it: change it, too.`;
}

function secretInPlainPlace(path: ValuePath): ConfigurationProblem {
  const [first, name] = path;
  if (first === "secretParameters") {
    const rule = "is one secret, and each parameter in it has to be one of its own";
    return problemAt(path, undefined, rule, setCommand([...path, "<name>"], true));
  }
  if (first === "parameters" && name !== undefined) {
    const rule = "is a secret: parameters with secret values go under panther:secretParameters";
    return problemAt(path, undefined, rule, `Remove it here, then: ${setCommand(["secretParameters", name], true)}`);
  }
  return problemAt(path, undefined, "is a secret, and only panther:secretParameters holds those", setCommand(path));
}

function fixOf(issue: v.BaseIssue<unknown>, path: ValuePath): string {
  if (issue.type === "array") return `Write it as a list: one name a line after "- ", below ${keyOf(path)}.`;
  // No `config set` sets a whole mapping.
  if (issue.type === "custom") return `Write it as a mapping: "name: value" a line, indented below ${keyOf(path)}.`;
  return `Correct it in the environment's file, or with: ${setCommand(path)}`;
}
