import Table from "cli-table3";
import { type Finding, isRefused } from "../../model/finding.ts";
import type { PlannedHop, ReleasePlan } from "../../model/release/releasePlan.ts";
import { minorOf, tagOf } from "../../model/release/version.ts";

/** A plan for a person, within 80 columns but for URLs and findings, which stay in one piece. */
export function planText(plan: ReleasePlan): string {
  const { to, hops, findings } = plan;
  const way =
    hops.length > 0 ? hopsText(plan) : isRefused(findings) ? [] : [`v${to} runs already: there is nothing to do.`];
  const gap = hops.length > 0 && findings.length > 0 ? [""] : [];
  return [...way, ...gap, ...findings.map(findingText)].join("\n");
}

/** A finding as two lines. */
export function findingText({ severity, message, fix }: Finding): string {
  return `${severity === "error" ? "✗" : "!"} ${message}\n  ${fix}`;
}

function hopsText({ from, to, region, hops }: ReleasePlan): readonly string[] {
  const table = new Table({
    head: ["Hop", "From", "To", "Deployment role"],
    style: { head: [], border: [], compact: true },
  });
  for (const [index, hop] of hops.entries()) table.push([index + 1, tagOf(hop.from), tagOf(hop.to), roleText(hop)]);
  const where = region === null ? "" : ` in ${region}`;
  return [
    `v${from} → v${to}${where}: ${hops.length === 1 ? "1 hop" : `${hops.length} hops`}`,
    table.toString(),
    ...(hops.some(({ roleChoice }) => roleChoice === "assumed") ? assumedRole : []),
    "Each hop: the role first, then the root stack, then the post-deploy build.",
    ...hops.flatMap(urlsText),
  ];
}

const assumedRole = [
  "Which role templates are published was not looked at. Where there is none of",
  "exactly a release's version, the highest of the same minor is taken.",
];

function roleText({ to, roleChoice, roleVersion }: PlannedHop): string {
  if (roleVersion === null) return "none published";
  if (roleChoice === "same-minor") return `${tagOf(roleVersion)}, the highest of ${minorOf(to)}`;
  return roleChoice === "exact" ? tagOf(roleVersion) : `${tagOf(roleVersion)} if published`;
}

function urlsText({ to, roleTemplateUrl, rootTemplateUrl }: PlannedHop): readonly string[] {
  const urls = [roleTemplateUrl, rootTemplateUrl].filter((url) => url !== null);
  return urls.length === 0 ? [] : ["", `${tagOf(to)}: role, root`, ...urls.map((url) => `  ${url}`)];
}
