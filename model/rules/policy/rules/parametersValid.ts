import { webParameterFindings } from "../../../environment/webParameters.ts";
import type { Finding } from "../../../finding.ts";
import { documentedParameter } from "../../../release/parameters/catalog.ts";
import { documentedFindings } from "../../../release/parameters/documentedFindings.ts";
import { type Fact, isMap, isSecret, knownText, notKnown, type ResourceFacts } from "../facts.ts";
import { isRoot, regionOf, releaseOf, sideOf } from "../pantherParts.ts";
import { notTold, policyRule, violation } from "../policyRule.ts";

/** Has a rule of its own. */
const elsewhere = "secret-among-plain";

export const parametersValid = policyRule({
  name: "parameters-valid",
  title: "The root stack's parameters are what their documentation allows.",
  severity: "high",
  level: "mandatory",
  reason:
    "A value that is out of range, in the wrong partition or missing fails the deploy, some of them only after half an hour; a first deploy that fails deletes everything.",
  remediation: "Correct the parameter; `panther parameters` lists them all with their limits.",
  link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
  source: 'Panther documentation, "Configure deployment parameters"; docs/parameters.md',
  settings: {
    accept: {
      text: "Codes of findings that are accepted, such as `deletes-everything`; see docs/parameters.md.",
      default: [],
    },
  },
  resource: (resource, _, { accept }) => {
    if (!isRoot(resource)) return [];
    const { parameters } = resource.properties;
    if (parameters === notKnown) return [notTold("The root stack's parameters are not known yet.")];
    const all = Object.entries(isMap(parameters) ? parameters : {});
    const open = all.filter(([, value]) => value === notKnown).map(([name]) => name);
    // No message is to show the value of one that is a secret, or may be.
    const secret = all.map(([name]) => name).filter((name) => isSecret(resource, `parameters.${name}`) !== false);
    const values = Object.fromEntries(all.flatMap(([name, value]) => plainEntry(name, value)));
    const findings = findingsOf(resource, values, [...open, ...secret]);
    const wrong = findings?.filter(
      ({ code, severity }) => severity === "error" && code !== elsewhere && !accept.includes(code),
    );
    // Of what is not documented nothing could be said, were it known.
    const unjudged = open.filter((name) => documentedParameter(name) !== undefined);
    return [
      ...(wrong ?? []).map(({ message }) => violation(message)),
      ...(findings ? [] : [notTold("The release is not known, and with it which parameters it has.")]),
      ...(unjudged.length === 0 ? [] : [notTold(`The values of ${unjudged.join(", ")} are not known yet.`)]),
    ];
  },
});

function plainEntry(name: string, value: Fact): readonly (readonly [string, string])[] {
  const text = knownText(value);
  return text === undefined ? [] : [[name, text]];
}

/** Undefined where the release is not known. */
function findingsOf(
  resource: ResourceFacts,
  values: Readonly<Record<string, string>>,
  secretNames: readonly string[],
): readonly Finding[] | undefined {
  const region = regionOf(resource);
  const place = typeof region === "string" ? { region } : {};
  if (sideOf(resource) === "web") return webParameterFindings({ values, secretNames, ...place });
  const release = releaseOf(resource);
  return release && documentedFindings({ values, secretNames, release, ...place });
}
