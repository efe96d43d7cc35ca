import { type Fact, listOf, notKnown, type ResourceFacts } from "../facts.ts";
import { isRoot } from "../pantherParts.ts";
import { notTold, policyRule, type Verdict, violation } from "../policyRule.ts";

/** Setting or changing one of them replaces the stack, or has CloudFormation take it down when a creation fails. */
const replacing = ["disableRollback", "onFailure", "timeoutInMinutes"];
const capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"];

/** A deploy of Panther takes 30 to 60 minutes; Pulumi's own limit is 30. */
const leastSeconds = 60 * 60;

export const rootStackKept = policyRule({
  name: "root-stack-kept",
  title: "The root stack is protected, and has nothing that would replace it or leave it half done.",
  severity: "critical",
  level: "mandatory",
  reason:
    "A replaced or deleted root stack is a deleted Panther, with its data. `disableRollback`, `onFailure` and `timeoutInMinutes` replace the stack when they change. Ignored changes of parameters send the asterisks back that CloudFormation shows for hidden values. A timeout that is too short ends Pulumi while CloudFormation goes on.",
  remediation:
    "Use the component PantherRootStack, or set `protect: true`, all three capabilities and timeouts of an hour at least, and leave the named properties out.",
  link: "https://www.pulumi.com/docs/iac/concepts/options/protect/",
  source: "AWS plugin of Pulumi, aws.cloudformation.Stack; AWS CloudFormation, UpdateStack",
  settings: {},
  resource: (resource) => {
    if (!isRoot(resource)) return [];
    const { protect, ignoreChanges, properties } = resource;
    return [
      ...(protect ? [] : [violation("The root stack is not protected: `pulumi destroy` would delete Panther.")]),
      ...replacing.filter((name) => isSet(properties[name])).map(replacingSet),
      ...(ignoreChanges.length === 0
        ? []
        : [violation(`The root stack ignores changes of ${ignoreChanges.join(", ")}.`)]),
      ...capabilityVerdicts(properties.capabilities),
      ...timeoutVerdicts(resource),
    ];
  },
});

function isSet(fact: Fact): boolean {
  // Blank, false and 0 are what the plugin fills in for what is left out.
  return fact !== undefined && fact !== null && fact !== false && fact !== "" && fact !== 0;
}

function replacingSet(name: string): Verdict {
  return violation(`The root stack has ${name} set: the stack is replaced when that changes.`);
}

function capabilityVerdicts(fact: Fact): readonly Verdict[] {
  const given = listOf(fact) ?? [];
  if (fact === notKnown || given.includes(notKnown))
    return [notTold("The root stack's capabilities are not known yet.")];
  const missing = capabilities.filter((name) => !given.includes(name));
  return missing.length === 0
    ? []
    : [violation(`The root stack lacks ${missing.join(", ")}: CloudFormation refuses it.`)];
}

function timeoutVerdicts({ timeouts }: ResourceFacts): readonly Verdict[] {
  const short = (["create", "update"] as const).filter((name) => timeouts[name] < leastSeconds);
  return short.length === 0 ? [] : [violation(`Pulumi waits for less than an hour (${short.join(", ")}).`)];
}
