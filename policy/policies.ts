import type { Policies, ReportViolation, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { couldNotTell } from "../model/rules/policy/couldNotTell.ts";
import type { ResourceFacts } from "../model/rules/policy/facts.ts";
import type { PolicyRule, Verdict } from "../model/rules/policy/policyRule.ts";
import { policyRules } from "../model/rules/policy/policyRules.ts";
import { configSchema } from "./configSchema.ts";
import { factsOf, finalFactsOf } from "./plainFacts.ts";
import { type SecretMarks, secretMarks } from "./secretMarks.ts";

/** Asked for each resource, and once more at the end. */
type Both = ResourceValidationPolicy & StackValidationPolicy;

/** What the rules could not tell of what is being looked at. */
type Untold = { readonly rule: string; readonly verdict: Verdict }[];

/**
 * The policies of the pack. Pulumi asks them in this order for each resource, so that the first notes which values are
 * secrets, and the last says what the rules between them could not tell.
 */
export function policies(now: () => Date): Policies {
  const marks: SecretMarks = new Map();
  const seen = new Map<string, ResourceFacts>();
  const untold: Untold = [];
  return [
    secretMarks(marks),
    ...policyRules.map((rule) => policyOf(rule, { now, marks, seen, untold })),
    lastPolicy(untold),
  ];
}

interface Shared {
  readonly now: () => Date;
  readonly marks: SecretMarks;
  /** What is registered so far, by URN. */
  readonly seen: Map<string, ResourceFacts>;
  readonly untold: Untold;
}

function policyOf(rule: PolicyRule, { now, marks, seen, untold }: Shared): Both {
  const today = () => now().toISOString().slice(0, 10);
  const tell = (verdicts: readonly Verdict[], report: ReportViolation) => {
    untold.push(...verdicts.filter(({ kind }) => kind === "not-told").map((verdict) => ({ rule: rule.name, verdict })));
    const violations = verdicts.filter(({ kind }) => kind === "violation");
    // Together what is wrong with one resource: Pulumi repeats the rule's description each time.
    for (const urn of new Set(violations.map((verdict) => verdict.urn))) {
      const messages = violations.filter((verdict) => verdict.urn === urn).map(({ message }) => message);
      report([...messages, rule.remediation, rule.link].join("\n"), urn);
    }
  };
  return {
    ...described(rule),
    validateResource: (args, report) => {
      const facts = factsOf(args, marks.get(args.urn));
      seen.set(args.urn, facts);
      const run = { resources: [...seen.values()], stackTags: args.stackTags, today: today() };
      tell(rule.resource(facts, run, args.getConfig()), report);
    },
    validateStack: (args, report) => {
      const resources = args.resources.map((resource) => finalFactsOf(resource, marks.get(resource.urn)));
      tell(rule.end({ resources, stackTags: args.stackTags, today: today() }, args.getConfig()), report);
    },
  };
}

function lastPolicy(untold: Untold): Both {
  const tell = (getConfig: () => { readonly except?: readonly string[] }, report: ReportViolation) => {
    const { except = [] } = getConfig();
    const told = untold.splice(0).filter(({ rule }) => !except.includes(rule));
    for (const urn of new Set(told.map(({ verdict }) => verdict.urn))) {
      const of = told.filter(({ verdict }) => verdict.urn === urn);
      report(of.map(({ rule, verdict }) => `${rule}: ${verdict.message}`).join("\n"), urn);
    }
  };
  return {
    ...described(couldNotTell),
    validateResource: ({ getConfig }, report) => tell(getConfig, report),
    validateStack: ({ getConfig }, report) => tell(getConfig, report),
  };
}

function described({ name, title, reason, severity, level, remediation, link, settings }: PolicyText) {
  return {
    name,
    displayName: name,
    description: `${title} ${reason}`,
    severity,
    enforcementLevel: level,
    remediationSteps: remediation,
    url: link,
    configSchema: configSchema(settings),
  };
}

type PolicyText = Pick<
  PolicyRule,
  "name" | "title" | "reason" | "severity" | "level" | "remediation" | "link" | "settings"
>;
