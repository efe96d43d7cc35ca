import { rootStackNameProblem } from "../../names.ts";
import { notKnown, textOf } from "../facts.ts";
import { isRoot } from "../pantherParts.ts";
import { notTold, policyRule, violation } from "../policyRule.ts";

export const rootStackName = policyRule({
  name: "root-stack-name",
  title: "The root stack's name begins with panther-.",
  severity: "high",
  level: "mandatory",
  reason:
    "The deployment role may touch only what begins with `panther-`, and the root stack's name is the beginning of the names of all that it makes.",
  remediation: "Set `panther:rootStackName` to a name that begins with `panther-`.",
  link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-parameters.html",
  source: 'Panther documentation, "Naming the root stack"',
  settings: {
    names: { text: "The only names allowed; empty: any that begins with `panther-`.", default: [] },
  },
  resource: (resource, _, { names }) => {
    if (!isRoot(resource)) return [];
    const name = textOf(resource.properties.name);
    if (name === notKnown) return [notTold("The root stack's name is not known yet.")];
    if (name === undefined) return [violation("The root stack has no name of its own, so Pulumi would make one up.")];
    const problem = rootStackNameProblem(name);
    if (problem) return [violation(`The root stack's name "${name}" ${problem}.`)];
    if (names.length === 0 || names.includes(name)) return [];
    return [violation(`The root stack's name "${name}" is none of those allowed: ${names.join(", ")}.`)];
  },
});
