import Table from "cli-table3";
import { isRefused } from "../../model/finding.ts";
import {
  type EnvironmentHop,
  type EnvironmentPlan,
  type PlannedCopy,
  releasesOnTheWay,
  type WayPlan,
} from "../../model/release/environmentPlan.ts";
import type { ManualStep } from "../../model/release/manualSteps.ts";
import type { PlanFinding } from "../../model/release/plan/planFindings.ts";
import { tagOf } from "../../model/release/version.ts";
import type { DriftedValue } from "../../model/rules/drift.ts";
import { bytesText } from "./bytesText.ts";
import { changesText } from "./changesText.ts";
import { onSideText } from "./onSideText.ts";
import { labelled } from "./wrap.ts";

/** An environment's plan for a person, within 80 columns but for URLs. Of parameters it has names only. */
export function environmentPlanText(plan: EnvironmentPlan): string {
  const shown = plan.findings.filter(({ accepted }) => !accepted);
  const accepted = plan.findings.filter((finding) => finding.accepted);
  const parts = [
    planBodyText(plan, { urls: true }),
    ...(shown.length > 0 ? [shown.map(planFindingText).join("\n")] : []),
    ...(accepted.length > 0 ? [acceptedText(accepted)] : []),
    verdict(plan),
  ];
  return parts.join("\n\n");
}

/** The plan itself, without what speaks against it and without what comes next. */
export function planBodyText(plan: EnvironmentPlan, { urls }: { readonly urls: boolean }): string {
  const { manualSteps, web, copies = [] } = plan;
  const isUnknown = plan.findings.some(({ code, side }) => code === "release-unknown" && side === undefined);
  const parts = [
    [
      `Plan of ${plan.environment}`,
      ...placeText(plan, isUnknown),
      labelled("  Wanted  ", `${tagOf(plan.to)} (by ${plan.toSource === "file" ? "the environment's file" : "--to"})`),
      labelled("  Catalog ", plan.catalog),
    ].join("\n"),
    ...wayText(plan, urls),
    ...(copies.length > 0 ? [`Copied first\n${copies.map(copyText).join("\n")}`] : []),
    ...(web ? [webText(plan, web), ...wayText(web, urls)] : []),
    ...([...manualSteps, ...(web?.manualSteps ?? [])].length > 0
      ? [`To do by hand\n${[...manualSteps, ...(web?.manualSteps ?? [])].map(manualStepText).join("\n")}`]
      : []),
  ];
  return parts.join("\n\n");
}

/** Hops, settings and changes of one side. */
function wayText(way: WayPlan, urls: boolean): readonly string[] {
  const { hops, changes } = way;
  const details = hops.map((hop, index) => hopText(hop, index, urls)).filter((text) => urls || text.includes("\n"));
  return [
    ...(hops.length > 0 ? [tableText(way), ...details] : []),
    ...settingsText(way),
    ...(changes ? [changesText(changes, { more: hops.length > 1 })] : []),
  ];
}

function webText({ findings }: EnvironmentPlan, web: WayPlan): string {
  const isUnknown = findings.some(({ code, side }) => code === "release-unknown" && side === "web");
  return ["The web side, after the backend in each hop", ...placeText(web, isUnknown)].join("\n");
}

function copyText({ release, objects, bytes }: PlannedCopy): string {
  return `  ${tagOf(release).padEnd(10)} ${objects} objects, ${bytesText(bytes)}`;
}

/** A finding with its code, by which it can be accepted. */
export function planFindingText({ severity, code, message, fix, side }: PlanFinding): string {
  return [
    labelled(severity === "error" ? "✗ " : "! ", onSideText(side, message)),
    labelled("  ", `${fix} (${code})`),
  ].join("\n");
}

function placeText(way: WayPlan, isUnknown: boolean): readonly string[] {
  const { accountId, region, rootStackName, from, fromSource } = way;
  const known = fromSource === "user" ? "by --from" : `known by ${fromSource}`;
  const runs = from === null ? (isUnknown ? "a release that can't be told" : "nothing") : `${tagOf(from)} (${known})`;
  return [
    labelled("  Place   ", `account ${accountId}, ${region}, root stack ${rootStackName}`),
    labelled("  Runs    ", runs),
  ];
}

function tableText({ hops }: WayPlan): string {
  const timed = hops.some(({ seconds }) => seconds !== null);
  const head = ["Hop", "From", "To", "Deployment role", "Parameters"];
  const table = new Table({ head: timed ? [...head, "Time"] : head, style: { head: [], border: [], compact: true } });
  for (const [index, hop] of hops.entries()) {
    const from = hop.from === null ? "-" : tagOf(hop.from);
    const cells = [index + 1, from, tagOf(hop.to), roleText(hop), countsText(hop)];
    table.push(timed ? [...cells, timeText(hop.seconds)] : cells);
  }
  return table.toString();
}

function roleText({ roleVersion, roleChoice, to }: EnvironmentHop): string {
  if (roleChoice === "managed-elsewhere") return "not ours";
  if (roleVersion === null) return "none published";
  if (roleChoice === "assumed") return `${tagOf(roleVersion)}, assumed`;
  return roleVersion === to ? tagOf(roleVersion) : `${tagOf(roleVersion)}, same minor`;
}

function countsText({ parameters: { added, removed, defaultChanged } }: EnvironmentHop): string {
  const counts = [`+${added.length}`, `-${removed.length}`, `~${defaultChanged.length}`];
  return added.length + removed.length + defaultChanged.length === 0 ? "same" : counts.join(" ");
}

function hopText(
  { from, to, parameters, roleTemplateUrl, rootTemplateUrl }: EnvironmentHop,
  index: number,
  urls: boolean,
): string {
  const names = (label: string, changes: readonly { readonly name: string }[]) =>
    named(
      label,
      changes.map(({ name }) => name),
    );
  return [
    `Hop ${index + 1}: ${from === null ? "first deploy of " : from === to ? "" : `${tagOf(from)} → `}${tagOf(to)}`,
    ...names("  new             ", parameters.added),
    ...names("  removed         ", parameters.removed),
    ...names("  default changed ", parameters.defaultChanged),
    ...names("  newly required  ", parameters.newlyRequired),
    ...named("  left out        ", parameters.leftOut),
    ...(!urls || roleTemplateUrl === null ? [] : [`  role  ${roleTemplateUrl}`]),
    ...(!urls || rootTemplateUrl === null ? [] : [`  root  ${rootTemplateUrl}`]),
  ].join("\n");
}

/** A deploy of what runs is for this; for a hop it comes with the release. */
function settingsText({ settings, from, hops }: WayPlan): readonly string[] {
  if (!settings) return [];
  const { parameters, tags, notComparable } = settings;
  const lines = [
    ...named("  parameters   ", parameters.map(changeText)),
    ...named("  tags         ", tags),
    ...named("  can't tell   ", notComparable),
  ];
  const changed = parameters.length + tags.length > 0;
  if (changed) return [["By the file, and not as it runs", ...lines].join("\n")];
  const deploysSame = hops.some((hop) => hop.from === hop.to && hop.from === from);
  return deploysSame
    ? [["Parameters and tags run as the file has them.", ...named("  can't tell   ", notComparable)].join("\n")]
    : [];
}

function named(label: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [labelled(label, names.join(", "))];
}

function changeText({ name, live, wanted }: DriftedValue): string {
  return live === undefined || wanted === undefined ? name : `${name} (${live} → ${wanted})`;
}

function acceptedText(findings: readonly PlanFinding[]): string {
  const codes = [...new Set(findings.map(({ code }) => code))];
  const counted = codes.map((code) => {
    const count = findings.filter((finding) => finding.code === code).length;
    return count === 1 ? code : `${code} (${count})`;
  });
  return labelled("Accepted: ", counted.join(", "));
}

function manualStepText({ release, when, text, source }: ManualStep): string {
  return [
    labelled("- ", `${when === "before" ? "Before" : "After"} ${tagOf(release)}: ${text}`),
    labelled("  ", source),
  ].join("\n");
}

function verdict(plan: EnvironmentPlan): string {
  const { environment, from, to, hops, findings, web } = plan;
  if (isRefused(findings)) return "Refused: nothing can be done before what is marked with ✗ is put right.";
  if (releasesOnTheWay(plan).length === 0) {
    return `${tagOf(to)} runs already: there is nothing to upgrade.\npanther deploy ${environment} brings parameters and tags up to date.`;
  }
  const seconds = [hops.length > 0 ? plan.seconds : 0, web && web.hops.length > 0 ? web.seconds : 0].reduce(
    (sum: number | null, one) => (sum === null || one === null ? null : sum + one),
    0,
  );
  const known = seconds === null ? "How long it takes is not known." : `About ${timeText(seconds)}, by earlier runs.`;
  const command = from === null || from === to ? "deploy" : "upgrade";
  return [
    web
      ? labelled(
          "Each hop: ",
          "the release is copied; the backend's role, root stack and build; a new key for its gateway; the web side's role and root stack; then whether it reaches the backend.",
        )
      : "Each hop: the role first, then the root stack, then the post-deploy build.",
    known,
    `Nothing was changed. Next: panther ${command} ${environment}`,
  ].join("\n");
}

function timeText(seconds: number | null): string {
  if (seconds === null) return "?";
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return `${Math.round(seconds)} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
