import Table from "cli-table3";
import { conditionOf } from "../../model/rules/stackStatus.ts";
import { isWhole } from "../observe.ts";
import type { RoleStatus, SideStatus } from "../sideStatus.ts";
import type { Status } from "../status.ts";
import type { StatusAnswer } from "../statusOfAll.ts";
import { driftText } from "./driftText.ts";
import { onSideText } from "./onSideText.ts";
import { wrapped } from "./wrapped.ts";

/** Several environments for a person, one below the other. */
export function answersText(answers: readonly StatusAnswer[]): string {
  if (answers.length === 0) {
    return "There is no environment in stacks/. Create one: pulumi stack init <environment>";
  }
  return answers.map(answerText).join("\n\n");
}

function answerText(answer: StatusAnswer): string {
  if (answer.kind === "status") return statusText(answer.status);
  const { environment, message, fix } = answer;
  const said = message.split("\n").flatMap((line) => wrapped(`  ${line}`, 4));
  return [`✗ ${environment} can't be looked at:`, ...said, ...wrapped(`  ${fix}`, 2)].join("\n");
}

/** A status for a person, within 80 columns but for words that are longer. */
export function statusText(status: Status): string {
  const table = new Table({
    style: { head: [], border: [], compact: true },
    colWidths: [17, 60],
    // Stack names may be longer than a line, and have no words.
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  const { lastBuild, lease, findings, drift, web } = status;
  table.push(
    { Environment: status.environment },
    ...sideRows(status, { label: "", wanted: status.wanted }),
    ...(web ? sideRows(web, { label: "Web: " }) : []),
    { "Last build": lastBuild ? `${lastBuild.status}\n${lastBuild.id}` : "none" },
    ...(lease
      ? [
          {
            "Driven by": `${lease.state === "dead" ? "killed: " : ""}${lease.command} since ${lease.since}\n${lease.caller}\n${lease.host}, process ${lease.pid}`,
          },
        ]
      : []),
  );
  return [
    table.toString(),
    ...findings.flatMap(({ severity, message, fix, side }) => [
      ...wrapped(`${severity === "error" ? "✗" : "!"} ${onSideText(side, message)}`, 2),
      ...wrapped(`  ${fix}`, 2),
    ]),
    ...(drift ? [driftText(drift)] : []),
  ].join("\n");
}

function sideRows(
  side: SideStatus,
  { label, wanted }: { readonly label: string; readonly wanted?: string },
): readonly Record<string, string>[] {
  const { running, rootStack, nestedStacks, deploymentRole } = side;
  const whole = nestedStacks.filter(isWhole).length;
  // The web app of a split has no nested stacks.
  const stands = nestedStacks.length > 0 || (label !== "" && conditionOf(rootStack.status) === "settled");
  const standing = stands ? "a release that can't be told" : "nothing";
  const nested = nestedStacks.length === 0 ? "none" : `${whole} of ${nestedStacks.length} complete`;
  return [
    { [label === "" ? "Account, region" : "Web side"]: `${side.accountId}, ${side.region}` },
    { [`${label}Running`]: running ? `v${running.version} (known by ${running.source})` : standing },
    ...(wanted === undefined ? [] : [{ Wanted: `v${wanted}` }]),
    { [`${label}Root stack`]: `${rootStack.name}\n${rootStack.status}` },
    ...(label === "" || nestedStacks.length > 0 ? [{ [`${label}Nested stacks`]: nested }] : []),
    { [label === "" ? "Deployment role" : "Web: role"]: roleText(deploymentRole) },
  ];
}

function roleText(role: RoleStatus): string {
  switch (role.kind) {
    case "existing":
      return `managed elsewhere\n${role.arn}`;
    case "absent":
      return `${role.stackName}\nnot deployed`;
    case "deployed": {
      const version = role.version === "unknown" ? "a version that can't be told" : `v${role.version}`;
      return `${version}\n${role.stackName}\n${role.status}`;
    }
  }
}
