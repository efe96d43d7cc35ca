import { checkCatalog, type DescribedCheck } from "../../model/preflight/checkCatalog.ts";
import type { CheckGroup } from "../../model/preflight/description.ts";

const headings: Readonly<Record<CheckGroup, string>> = {
  identity: "Identity",
  approval: "Approval",
  leftovers: "Leftovers of an earlier Panther",
  fit: "Fit",
  permissions: "Permissions",
};

/** docs/preflight.md, from the checks' own data. */
export function preflightPage(): string {
  const groups = Object.keys(headings) as readonly CheckGroup[];
  return `${[
    "# Preflight",
    "`panther preflight <environment>` looks for what would fail a deploy or an upgrade, in about a minute and without changing anything. A first deploy that fails deletes everything after half an hour; most of what fails one can be seen before.",
    "Each check has a code and comes to one of four: **pass**, **warning**, **failure**, or **can't tell**, with the reason: the caller may not look, AWS had too many calls, the service does not answer. That nobody could look is no proof of anything. The exit code is 2 where a check failed; `--accept <code>` accepts it by name. With `--json` it answers one object ([json.md](json.md)).",
    "The checks run side by side, within a budget of calls for each service of an account (`--calls-per-second`). Where a Panther is split over AWS China they are made on both sides, each in its own account. No check reads a secret's value.",
    "In a pipeline, who looks at a pull request need not be who deploys it: `--for <role ARN>` asks about the permissions of the role that will deploy instead of the caller's, in a split over AWS China one for each account ([examples/ci](../examples/ci/README.md)).",
    ...groups.flatMap((group) => {
      const checks = checkCatalog.filter((check) => check.group === group);
      return checks.length === 0 ? [] : [`## ${headings[group]}`, ...checks.map(section)];
    }),
  ].join("\n\n")}\n`;
}

function section({ code, title, what, why, fix, who, source }: DescribedCheck): string {
  return [
    `### \`${code}\``,
    "",
    `**${title}.** ${what}`,
    "",
    `- Why: ${why}`,
    `- What to do (${who}): ${fix}`,
    `- Source: ${source}`,
  ].join("\n");
}
