import Table from "cli-table3";
import type { Status } from "../status.ts";
import { isWhole } from "../verify.ts";

/** A status for a person, within 80 columns. */
export function statusText(status: Status): string {
  const table = new Table({
    style: { head: [], border: [], compact: true },
    colWidths: [17, 60],
    // Stack names may be longer than a line, and have no words.
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  const { running, rootStack, nestedStacks, lastBuild } = status;
  const whole = nestedStacks.filter(isWhole).length;
  const standing = nestedStacks.length > 0 ? "a release that can't be told" : "nothing";
  table.push(
    { Environment: status.environment },
    { "Account, region": `${status.accountId}, ${status.region}` },
    { Running: running ? `v${running.version} (known by ${running.source})` : standing },
    { Wanted: `v${status.wanted}` },
    { "Root stack": `${rootStack.name}\n${rootStack.status}` },
    { "Nested stacks": nestedStacks.length === 0 ? "none" : `${whole} of ${nestedStacks.length} complete` },
    { "Last build": lastBuild ? `${lastBuild.status}\n${lastBuild.id}` : "none" },
  );
  return table.toString();
}
