import { checkRegion } from "../../../release/regions.ts";
import { notKnown } from "../facts.ts";
import { isRoot, regionOf, releaseOf } from "../pantherParts.ts";
import { notTold, policyRule, violation } from "../policyRule.ts";

export const regionAllowed = policyRule({
  name: "region-allowed",
  title: "The root stack stands in a region that Panther supports, and that the organisation allows.",
  severity: "high",
  level: "mandatory",
  reason:
    "Elsewhere services are missing that Panther needs, and Panther publishes no templates. Where its data may lie is the organisation's to say.",
  remediation:
    "Set `panther:region` to one of the regions allowed. What stands can't be moved: that is a new environment.",
  link: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
  source: 'Panther repository, development guide, "Supported Regions"; Panther documentation, "AWS China"',
  settings: {
    regions: {
      text: "The only regions allowed, both sides' with China; empty: all that Panther supports.",
      default: [],
    },
  },
  resource: (resource, _, { regions }) => {
    if (!isRoot(resource)) return [];
    const region = regionOf(resource);
    if (region === undefined || region === notKnown) return [notTold("The root stack's region is not known.")];
    const check = checkRegion(region, releaseOf(resource));
    if (check.kind === "refused") return [violation(check.message)];
    if (regions.length === 0 || regions.includes(region)) return [];
    return [violation(`${region} is none of the regions allowed: ${regions.join(", ")}.`)];
  },
});
