/** Stands for a value that a preview does not know yet. */
export const notKnown = Symbol("not known before it runs");

/** A property's value as plain data. */
export type Fact = string | number | boolean | null | undefined | typeof notKnown | readonly Fact[] | FactMap;

export interface FactMap {
  readonly [name: string]: Fact;
}

/** A resource that a Pulumi program registers, as far as rules look at it. */
export interface ResourceFacts {
  /** Such as `aws:cloudformation/stack:Stack`. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly properties: FactMap;
  /** Paths of values that Pulumi keeps as secrets, such as `parameters.DatadogAPIKey`; undefined where nobody has looked. */
  readonly secretPaths?: readonly string[];
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  /** Seconds; 0 is the plugin's own. */
  readonly timeouts: { readonly create: number; readonly update: number };
  /** URN. */
  readonly parent?: string;
  /** Properties of the provider. */
  readonly provider?: FactMap;
  /** URNs of what it waits for; known at a run's end alone. */
  readonly waitsFor?: readonly string[];
}

/** All that rules look at besides the resource itself. */
export interface RunFacts {
  /** Everything that is registered so far, at a run's end everything. */
  readonly resources: readonly ResourceFacts[];
  /** Tags of the Pulumi stack. */
  readonly stackTags: ReadonlyMap<string, string>;
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
}

/** Text as it would reach CloudFormation; undefined where there is none, or something else. */
export function textOf(fact: Fact): string | typeof notKnown | undefined {
  if (fact === notKnown || typeof fact === "string") return fact;
  return typeof fact === "number" || typeof fact === "boolean" ? String(fact) : undefined;
}

/** The text where it is one, and known. */
export function knownText(fact: Fact): string | undefined {
  const text = textOf(fact);
  return text === notKnown ? undefined : text;
}

export function isMap(fact: Fact): fact is FactMap {
  return typeof fact === "object" && fact !== null && !Array.isArray(fact);
}

/** Items of a list; undefined where it is none. */
export function listOf(fact: Fact): readonly Fact[] | undefined {
  return Array.isArray(fact) ? fact : undefined;
}

/** Whether Pulumi keeps the value at a path as a secret, or one that it is in; undefined where nobody has looked. */
export function isSecret({ secretPaths }: ResourceFacts, path: string): boolean | undefined {
  return secretPaths?.some((secret) => path === secret || path.startsWith(`${secret}.`));
}

/** Every text inside a value, with its path. */
export function textsIn(fact: Fact, path: string): readonly (readonly [path: string, text: string])[] {
  if (typeof fact === "string") return [[path, fact]];
  const below = (name: string, inner: Fact) => textsIn(inner, path === "" ? name : `${path}.${name}`);
  if (isMap(fact)) return Object.entries(fact).flatMap(([name, inner]) => below(name, inner));
  return (listOf(fact) ?? []).flatMap((inner, index) => below(String(index), inner));
}
