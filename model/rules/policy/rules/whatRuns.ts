import { readRunning, runningTagOf } from "../../../environment/stackTags.ts";
import { firstDeployProblem, onboardSelf } from "../../firstDeploy.ts";
import { rootChangeProblem } from "../../releaseChange.ts";
import { isMap, notKnown, type ResourceFacts, type RunFacts, textOf } from "../facts.ts";
import { isRoot, isRootFirst, releaseOf, sideOf } from "../pantherParts.ts";
import { notTold, policyRule, type Verdict, violation } from "../policyRule.ts";

function running(resource: ResourceFacts, { stackTags }: RunFacts): ReturnType<typeof readRunning> {
  return readRunning(stackTags.get(runningTagOf(sideOf(resource))));
}

function noTag(resource: ResourceFacts): Verdict {
  return notTold(`What runs is not known: the Pulumi stack has no tag ${runningTagOf(sideOf(resource))} that says so.`);
}

const link = "https://www.pulumi.com/docs/iac/concepts/stacks/#stack-tags";

export const noSkippedMinor = policyRule({
  name: "no-skipped-minor",
  title: "The root stack goes to the next minor at most, and never back.",
  severity: "critical",
  level: "mandatory",
  reason:
    "Every minor migrates the data of the one before. One that is left out leaves them half migrated, and there is no way back.",
  remediation: "`panther upgrade <environment>` goes minor by minor. Or set `panther:version` back to what runs.",
  link,
  source: 'Panther documentation, "Before you upgrade"',
  settings: {},
  resource: (resource, run) => {
    if (!isRootFirst(resource)) return [];
    const to = releaseOf(resource);
    if (!to) return [notTold("The release is not known.")];
    const from = running(resource, run);
    if (from.kind === "not-told") return [noTag(resource)];
    const problem = from.kind === "none" ? undefined : rootChangeProblem(from.release, to);
    return problem === undefined ? [] : [violation(`${problem}.`)];
  },
});

export const minimalFirstDeploy = policyRule({
  name: "minimal-first-deploy",
  title: "A first deploy sets as few parameters as possible.",
  severity: "high",
  level: "advisory",
  reason:
    "A first deploy that fails deletes everything, where a failed update goes back to what stood before. Every parameter is one more thing that may fail. Advisory, since which ones a template requires is not known here; in `up` the component refuses what is too much.",
  remediation:
    "`panther deploy <environment>` deploys in two steps. What has to be there from the start, list in the setting `parameters`, and in `panther:firstDeployParameters`.",
  link,
  source: 'Panther documentation, "Minimize initial configurations"',
  settings: {
    parameters: { text: "Parameters that a first deploy may set besides the minimal ones.", default: [] },
  },
  resource: (resource, run, settings) => {
    if (!isRoot(resource)) return [];
    const from = running(resource, run);
    if (from.kind === "not-told") return [noTag(resource)];
    if (from.kind === "release") return [];
    const { parameters } = resource.properties;
    if (parameters === notKnown) return [notTold("The root stack's parameters are not known yet.")];
    const given = isMap(parameters) ? parameters : {};
    const own = textOf(given[onboardSelf]);
    const problem = firstDeployProblem({
      template: sideOf(resource) === "web" ? "proxy" : "root",
      names: Object.keys(given),
      allowed: settings.parameters,
      ...(typeof own === "string" && { onboardSelf: own }),
    });
    return problem === undefined ? [] : [violation(`${problem}.`)];
  },
});
