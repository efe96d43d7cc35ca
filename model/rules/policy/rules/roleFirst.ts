import { knownText, notKnown, type ResourceFacts, type RunFacts } from "../facts.ts";
import { isRole, isRoot, sideOf } from "../pantherParts.ts";
import { policyRule, type Verdict, violation } from "../policyRule.ts";

export const roleFirst = policyRule({
  name: "role-first",
  title: "CloudFormation deploys the root stack with the deployment role, and the role is deployed before it.",
  severity: "high",
  level: "mandatory",
  reason:
    "Without a role CloudFormation acts with the rights of whoever calls, and keeps no role for the next update. With the role's old version the deploy lacks what the new release needs.",
  remediation:
    "Give `iamRoleArn` the role's output, as the program of this project does, or the ARN of a role that stands already.",
  link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html",
  source: 'Panther documentation, "Upgrades": the role first, then the root stack',
  settings: {},
  resource: (resource) => {
    if (!isRoot(resource)) return [];
    const { iamRoleArn } = resource.properties;
    return iamRoleArn === notKnown || knownText(iamRoleArn)
      ? []
      : [violation("The root stack has no deployment role.")];
  },
  end: ({ resources }) => {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    return resources.filter(isRoot).flatMap((root) => orderVerdicts(root, resources, byUrn));
  },
});

function orderVerdicts(
  root: ResourceFacts,
  resources: RunFacts["resources"],
  byUrn: ReadonlyMap<string, ResourceFacts>,
): readonly Verdict[] {
  const role = resources.find((other) => isRole(other) && sideOf(other) === sideOf(root));
  if (!role || waitsFor(root, role.urn, byUrn, new Set())) return [];
  return [violation(`The root stack does not wait for the deployment role's stack, ${role.name}.`, root.urn)];
}

function waitsFor(
  resource: ResourceFacts,
  urn: string,
  byUrn: ReadonlyMap<string, ResourceFacts>,
  seen: Set<string>,
): boolean {
  return (resource.waitsFor ?? []).some((next) => {
    if (next === urn) return true;
    const other = byUrn.get(next);
    if (!other || seen.has(next)) return false;
    seen.add(next);
    return waitsFor(other, urn, byUrn, seen);
  });
}
