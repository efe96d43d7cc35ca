import type { PolicyRule, RuleText } from "./policyRule.ts";

/** What stands in the pack for all that its rules could not tell: it says so, and by default stops nothing. */
export const couldNotTell: RuleText & Pick<PolicyRule, "settings"> = {
  name: "could-not-tell",
  title: "A rule could not tell, and has passed nothing and refused nothing.",
  severity: "low",
  level: "advisory",
  reason: "A preview does not know what only AWS will tell, and a policy sees nothing of what stood before.",
  remediation:
    "Look at what is named. To refuse what can't be told, set this rule to mandatory; to hear nothing of some rules, list them in `except`.",
  link: "https://www.pulumi.com/docs/insights/policy/",
  source: "this project",
  settings: { except: { text: "Names of rules of which nothing is said here.", default: [] } },
};
