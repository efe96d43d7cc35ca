/** One thing wrong with a configuration value. */
export interface ConfigurationProblem {
  /** The key as the user writes it, for example `panther:rootStackName`. */
  readonly key: string;
  /** The offending value, unless it is secret, may be, or is missing. */
  readonly value?: string;
  /** Completes the sentence that begins with the key; no full stop. */
  readonly rule: string;
  readonly fix: string;
}

/** Stands for a value that is a Pulumi secret, wherever a raw configuration is looked at without decrypting it. */
export const secretValue = Symbol("secret");

/** Configuration values by key without the `panther:` namespace: JSON values, or the mark of a secret. */
export type RawConfiguration = Readonly<Record<string, unknown>>;

/** Where a value stands: key, then names and indexes inside it. */
export type ValuePath = readonly (string | number)[];

/** A mapping of YAML. */
export function isMapping(value: unknown): value is RawConfiguration {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A place as a user names it: `panther:china.webRegion`. */
export function keyOf(path: ValuePath): string {
  return `panther:${path.join(".")}`;
}

/** The command that sets a value. */
export function setCommand(path: ValuePath, secret = false): string {
  const [key = "", ...inner] = path;
  const kind = secret ? " --secret" : "";
  // For a secret Pulumi asks: on the command line the shell's history would keep it.
  const value = secret ? "" : " <value>";
  if (inner.length === 0) return `pulumi config set${kind} panther:${key}${value}`;
  const steps = inner.map((step) =>
    /^(<name>|[A-Za-z]\w*)$/.test(String(step)) ? `.${step}` : `[${JSON.stringify(step)}]`,
  );
  // Inside a mapping `config set` makes numbers of digits, account IDs for example, unless told the type.
  const type = secret ? "" : " --type string";
  return `pulumi config set${kind} --path${type} 'panther:${key}${steps.join("")}'${value}`;
}

/** A problem with a value that stands in the file; what may be a secret isn't shown. */
export function problemAt(path: ValuePath, value: unknown, rule: string, fix: string): ConfigurationProblem {
  const text = holdsSecrets(path) ? undefined : shown(value);
  return { key: keyOf(path), ...(text !== undefined && { value: text }), rule, fix };
}

/** Any parameter may be a secret that was put in the wrong place, or under a misspelled name. */
function holdsSecrets([first, second]: ValuePath): boolean {
  return first === "parameters" || first === "secretParameters" || second === "webParameters";
}

/** Of lists and mappings nothing is shown: nobody has looked at what is in them. */
function shown(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return undefined;
  // A presigned URL carries its signature in the query.
  const text = value.replace(/^(https?:[^?]*)\?.*$/s, "$1?…");
  // One problem is one line.
  return text === "" || /[\p{Cc}]/u.test(text) ? JSON.stringify(text) : text;
}

/** All problems as one text for a person, one line each. */
export function describeProblems(problems: readonly ConfigurationProblem[]): string {
  return problems
    .map(({ key, value, rule, fix }) => `${key}${value === undefined ? "" : ` (${value})`} ${rule}. ${fix}`)
    .join("\n");
}
