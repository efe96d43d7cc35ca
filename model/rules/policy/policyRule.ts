import type { ResourceFacts, RunFacts } from "./facts.ts";

/** What a rule can say. Of what is right it says nothing. */
export interface Verdict {
  /** `not-told`: what the rule would have to know is not known. */
  readonly kind: "violation" | "not-told";
  /** What is so and where, as one sentence or more; never the value of a secret. */
  readonly message: string;
  /** The resource, where it is not the one that was asked about. */
  readonly urn?: string;
}

export function violation(message: string, urn?: string): Verdict {
  return { kind: "violation", message, ...(urn !== undefined && { urn }) };
}

export function notTold(message: string, urn?: string): Verdict {
  return { kind: "not-told", message, ...(urn !== undefined && { urn }) };
}

/** One setting of a rule: what it is for, what holds where it is not set, and which values there are. */
export type RuleSetting =
  | { readonly text: string; readonly default: string; readonly choices?: readonly string[]; readonly pattern?: string }
  | { readonly text: string; readonly default: readonly string[]; readonly pattern?: string };

export type RuleSettings = Readonly<Record<string, RuleSetting>>;

/** Of each setting its value. */
export type SettingValues<S extends RuleSettings> = {
  readonly [K in keyof S]: S[K]["default"] extends readonly string[] ? readonly string[] : string;
};

/** What a person is told of a rule, and how it stands unless somebody sets it otherwise. */
export interface RuleText {
  /** Stable; its name in Pulumi Cloud. */
  readonly name: string;
  /** What has to be, as a sentence. */
  readonly title: string;
  readonly severity: "low" | "medium" | "high" | "critical";
  readonly level: "mandatory" | "advisory";
  /** Why it has to be. */
  readonly reason: string;
  /** What to do. */
  readonly remediation: string;
  /** A page of AWS or Pulumi on what it is about. */
  readonly link: string;
  /** Where the rule comes from. */
  readonly source: string;
}

/** A rule as the policy pack and the documents use it. */
export interface PolicyRule extends RuleText {
  readonly settings: RuleSettings;
  /** Asked for each resource before it is touched. */
  readonly resource: (resource: ResourceFacts, run: RunFacts, given: GivenSettings) => readonly Verdict[];
  /** Asked once everything is registered, of what only then can be seen: that something is missing. */
  readonly end: (run: RunFacts, given: GivenSettings) => readonly Verdict[];
}

/** Settings as somebody gave them. */
export type GivenSettings = Readonly<Record<string, unknown>>;

/** A rule from its text, its settings and what it asks; what is not set has the setting's default. */
export function policyRule<const S extends RuleSettings>(
  rule: RuleText & {
    readonly settings: S;
    readonly resource?: (resource: ResourceFacts, run: RunFacts, settings: SettingValues<S>) => readonly Verdict[];
    readonly end?: (run: RunFacts, settings: SettingValues<S>) => readonly Verdict[];
  },
): PolicyRule {
  const { resource = () => [], end = () => [], ...rest } = rule;
  const valuesOf = (given: GivenSettings) =>
    Object.fromEntries(
      Object.entries(rule.settings).map(([name, setting]) => [name, given[name] ?? setting.default]),
    ) as SettingValues<S>;
  return {
    ...rest,
    resource: (facts, run, given) => resource(facts, run, valuesOf(given)),
    end: (run, given) => end(run, valuesOf(given)),
  };
}
