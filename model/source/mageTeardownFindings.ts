import type { Finding } from "../finding.ts";
import type { LogGroupPlan } from "../teardown/logGroups/logGroupPlan.ts";

/** What log groups are deleted by, whosever they are. Source: Panther documentation, `mage teardown`. */
const beginning = "/aws/lambda/panther-";
const warns = { severity: "warning", code: "log-groups-of-others" } as const;

/**
 * What `mage teardown` takes of others: it deletes every log group of that beginning, as Panther's own clean-up function does
 * when its stack goes, and nobody can be asked about one of them.
 * @param groups those of the account and region; or why they could not be listed
 */
export function mageTeardownFindings(groups: readonly LogGroupPlan[] | { readonly why: string }): readonly Finding[] {
  const all = `mage teardown deletes every log group whose name begins with ${beginning}`;
  if ("why" in groups) {
    const message = `${all}, and which of them are somebody else's can't be told: ${groups.why}`;
    return [
      { ...warns, message, fix: `Look first: aws logs describe-log-groups --log-group-name-prefix ${beginning}` },
    ];
  }
  const names = groups.flatMap(({ name, way }) => (way === "ask" && name.startsWith(beginning) ? [name] : []));
  if (names.length === 0) return [];
  return [
    {
      ...warns,
      message: `${all}, and with them these, which may be somebody else's: ${names.join(", ")}.`,
      fix: "Save what is to be kept (aws logs create-export-task), or have that service log under another name first.",
    },
  ];
}
