import { partitionOf } from "../../../release/partition.ts";
import { chinaWebRegions } from "../../../release/regions.ts";
import { partitionOfHost } from "../../../release/templateSource.ts";
import { knownText, notKnown, type ResourceFacts } from "../facts.ts";
import { accountsOf, partOf, regionOf, sideOf } from "../pantherParts.ts";
import { notTold, policyRule, type Verdict, violation } from "../policyRule.ts";

export const chinaSides = policyRule({
  name: "china-sides",
  title:
    "Of a split in China the backend stands there and the web app outside, each with what is of its own partition.",
  severity: "high",
  level: "mandatory",
  reason:
    "In China there is no Cognito, so the web app can't run there; and AWS's partitions know nothing of each other: neither roles, nor buckets, nor keys.",
  remediation:
    "Set `panther:region` to a region in China and `panther:china.webRegion` to one that the web app may stand in; templates for each come from its own partition.",
  link: "https://docs.amazonaws.cn/en_us/aws/latest/userguide/introduction.html",
  source: 'Panther documentation, "AWS China"',
  settings: {},
  resource: (resource, { resources }) => {
    const side = sideOf(resource);
    if (partOf(resource) === undefined || side === undefined) return [];
    const region = regionOf(resource);
    if (region === undefined || region === notKnown) return [notTold(`The region of the ${words[side]} is not known.`)];
    return [
      ...placeVerdicts(side, region),
      ...partitionVerdicts(resource, region),
      ...accountVerdicts(resource, resources),
    ];
  },
});

const words = { backend: "backend", web: "web app" } as const;

function placeVerdicts(side: "backend" | "web", region: string): readonly Verdict[] {
  if (side === "backend") {
    return partitionOf(region).name === "aws-cn"
      ? []
      : [violation(`The backend is in ${region}, which is not in China.`)];
  }
  if (chinaWebRegions.includes(region)) return [];
  return [violation(`The web app is in ${region}, and can be in ${chinaWebRegions.join(" or ")} alone.`)];
}

function partitionVerdicts({ properties }: ResourceFacts, region: string): readonly Verdict[] {
  const { name } = partitionOf(region);
  const url = knownText(properties.templateUrl) ?? "";
  const host = URL.canParse(url) ? partitionOfHost(new URL(url).hostname) : name;
  const role = /^arn:(aws[a-z-]*):/.exec(knownText(properties.iamRoleArn) ?? "")?.[1] ?? name;
  return [
    ...(host === name ? [] : [violation(`The template is in partition ${host}, and ${region} is in ${name}.`)]),
    ...(role === name ? [] : [violation(`The deployment role is of partition ${role}, and ${region} is in ${name}.`)]),
  ];
}

/** No account is in two partitions: one that is named on both sides is wrong on one. */
function accountVerdicts(resource: ResourceFacts, resources: readonly ResourceFacts[]): readonly Verdict[] {
  const others = resources.filter((other) => {
    const side = sideOf(other);
    return side !== undefined && side !== sideOf(resource);
  });
  const both = accountsOf(resource).find((account) => others.some((other) => accountsOf(other).includes(account)));
  return both === undefined
    ? []
    : [violation(`Account ${both} is named for both sides, and no account is in China and outside.`)];
}
