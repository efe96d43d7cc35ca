import { readFileSync } from "node:fs";
import { runningTagOf } from "../../model/environment/stackTags.ts";
import { couldNotTell } from "../../model/rules/policy/couldNotTell.ts";
import type { RuleSetting, RuleSettings, RuleText } from "../../model/rules/policy/policyRule.ts";
import { policyRules } from "../../model/rules/policy/policyRules.ts";

/** docs/policies.md, from the rules of the policy pack. */
export function policiesPage(): string {
  return `${[
    "# Policies",
    "The policy pack in `policy/` refuses mistakes where Pulumi can see them: in a preview, and in `up` before the resource is touched. It looks at Panther's own resources, in this project's program and in others: at stacks of the components or of Panther's templates, at the release bucket and the secret of a split in China. What it does not know it leaves alone.",
    ["```sh", "pulumi preview --policy-pack policy", "```"].join("\n"),
    "## Publish it to Pulumi Cloud",
    "`npm run policy:build` puts the pack into one folder, `dist/policy` (`-- <folder>` for another). It holds all that it needs: it may be copied anywhere, and where Pulumi Cloud hands it out nothing is installed.",
    [
      "```sh",
      "npm run policy:build",
      "cd dist/policy && pulumi policy publish example-org     # a new version: raise it in policy/package.json first",
      "pulumi policy enable example-org/panther latest         # for the organisation's default policy group",
      "pulumi policy enable example-org/panther latest --policy-group panther --config policy-settings.json",
      "```",
    ].join("\n"),
    "Without Pulumi Cloud name the folder: `pulumi preview --policy-pack <folder> --policy-pack-config policy-settings.json`. A pipeline with both: [examples/ci](../examples/ci).",
    "## Settings and levels",
    "Each rule has a level, `mandatory`, `advisory` or `disabled`, and some have settings. Both come from one file, or from the policy group in Pulumi Cloud. [policy-settings.json](../examples/ci/policy-settings.json) has some of each:",
    ["```json", exampleSettings, "```"].join("\n"),
    "## What a policy can't see",
    `A policy sees what is to be, and nothing of what stood before. Which release runs it takes from a tag of the Pulumi stack, \`${runningTagOf(undefined)}\` (with a split in China also \`${runningTagOf("web")}\`): a release such as \`v1.38.5\`, or \`none\` before the first deploy. \`panther deploy\` and \`panther upgrade\` set it once a release stands. After an update past them, or before a first deploy, by hand: \`pulumi stack tag set ${runningTagOf(undefined)} v1.38.5\`.`,
    "A pull request may want a release that is several minors ahead. `panther upgrade` goes there one by one, and each `up` passes; the preview of the pull request sees the end of the way alone, and `no-skipped-minor` refuses it. Make the rule advisory for previews, as that file does.",
    `In a preview some values are not known yet. What a rule can't tell for one reason or the other, the policy \`${couldNotTell.name}\` says. And whether a value is kept as a secret is seen only by the policy \`secret-marks\`, which notes it and changes nothing: leave it at its level, \`remediate\`.`,
    "## The rules",
    ["| rule | level | severity | what has to be |", "| --- | --- | --- | --- |", ...policyRules.map(row)].join("\n"),
    ...[...policyRules, couldNotTell].map(section),
  ].join("\n\n")}\n`;
}

const exampleSettings = readFileSync(new URL("../../examples/ci/policy-settings.json", import.meta.url), "utf8").trim();

function row({ name, level, severity, title }: RuleText): string {
  return `| [\`${name}\`](#${name}) | ${level} | ${severity} | ${title} |`;
}

function section(rule: RuleText & { readonly settings: RuleSettings }): string {
  const { name, title, reason, remediation, link, source, level, severity, settings } = rule;
  const lines = Object.entries(settings).map(
    ([key, setting]) => `- \`${key}\`: ${setting.text} *Default: ${defaultOf(setting)}.*`,
  );
  return [
    `### \`${name}\``,
    `${title} *(${level}, ${severity})*`,
    reason,
    `**What to do.** ${remediation}`,
    ...(lines.length === 0 ? [] : [lines.join("\n")]),
    `[More](${link}). Source: ${source}.`,
  ].join("\n\n");
}

function defaultOf({ default: standard }: RuleSetting): string {
  if (standard.length === 0) return typeof standard === "string" ? "blank" : "empty";
  return typeof standard === "string" ? `\`${standard}\`` : standard.map((item) => `\`${item}\``).join(", ");
}
