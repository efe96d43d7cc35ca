import { minorOf, tagOf } from "../../../release/version.ts";
import { notKnown, type ResourceFacts } from "../facts.ts";
import { isRole, isRoot, isRootFirst, releaseOf, sideOf } from "../pantherParts.ts";
import { notTold, policyRule, type Verdict, violation } from "../policyRule.ts";

export const roleOfSameMinor = policyRule({
  name: "role-of-same-minor",
  title: "The deployment role is of the same minor as the root stack.",
  severity: "high",
  level: "mandatory",
  reason:
    "A role of another minor lacks permissions that the root stack's release needs; the deploy fails half way, and the rollback may, too.",
  remediation: "Deploy both from one `panther:version`; a minor without a role template is a question to Panther.",
  link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html",
  source: 'Panther documentation, "Upgrades"',
  settings: {},
  // Whichever of the two comes second is asked with the other one known.
  resource: (resource, { resources }) => {
    if (isRole(resource))
      return resources
        .filter(isRootOrComponent)
        .flatMap((root) => pair(root, resource))
        .slice(0, 1);
    return isRootFirst(resource) ? resources.filter(isRole).flatMap((role) => pair(resource, role)) : [];
  },
  end: ({ resources }) =>
    resources.filter(isRoot).flatMap(({ urn, ...root }) => {
      const role = resources.find((other) => isRole(other) && sideOf(other) === sideOf({ urn, ...root }));
      if (!role) return [notTold("The deployment role is not in this program: its version can't be seen.", urn)];
      const unknown = [root, role].some(({ properties }) => properties.templateUrl === notKnown);
      return unknown ? [notTold("The release of root stack or role is not known yet.", urn)] : [];
    }),
});

function isRootOrComponent(resource: ResourceFacts): boolean {
  return isRoot(resource) || isRootFirst(resource);
}

function pair(root: ResourceFacts, role: ResourceFacts): readonly Verdict[] {
  const [wanted, version] = [releaseOf(root), releaseOf(role)];
  if (sideOf(root) !== sideOf(role) || !wanted || !version || minorOf(wanted) === minorOf(version)) return [];
  return [violation(`The root stack is ${tagOf(wanted)}, and its deployment role is ${tagOf(version)}.`)];
}
