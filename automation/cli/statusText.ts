import Table from "cli-table3";
import { isWhole } from "../observe.ts";
import type { RoleStatus, Status } from "../status.ts";
import type { StatusAnswer } from "../statusOfAll.ts";
import { driftText } from "./driftText.ts";
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
  const { running, rootStack, nestedStacks, lastBuild, lease, findings, drift } = status;
  const whole = nestedStacks.filter(isWhole).length;
  const standing = nestedStacks.length > 0 ? "a release that can't be told" : "nothing";
  table.push(
    { Environment: status.environment },
    { "Account, region": `${status.accountId}, ${status.region}` },
    { Running: running ? `v${running.version} (known by ${running.source})` : standing },
    { Wanted: `v${status.wanted}` },
    { "Root stack": `${rootStack.name}\n${rootStack.status}` },
    { "Nested stacks": nestedStacks.length === 0 ? "none" : `${whole} of ${nestedStacks.length} complete` },
    { "Deployment role": roleText(status.deploymentRole) },
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
    ...findings.flatMap(({ severity, message, fix }) => [
      ...wrapped(`${severity === "error" ? "✗" : "!"} ${message}`, 2),
      ...wrapped(`  ${fix}`, 2),
    ]),
    ...(drift ? [driftText(drift)] : []),
  ].join("\n");
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
