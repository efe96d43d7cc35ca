import Table from "cli-table3";
import type { Status } from "../status.ts";
import { isWhole } from "../verify.ts";

/** A status for a person, within 80 columns. */
export function statusText(status: Status): string {
  const table = new Table({ style: { head: [], border: [], compact: true } });
  const { running, rootStack, nestedStacks, lastBuild } = status;
  const whole = nestedStacks.filter(isWhole).length;
  const standing = nestedStacks.length > 0 ? "a release that can't be told" : "nothing";
  table.push(
    { Environment: status.environment },
    { "Account, region": `${status.accountId}, ${status.region}` },
    { Running: running ? `v${running.version} (known by ${running.source})` : standing },
    { Wanted: `v${status.wanted}` },
    { "Root stack": `${rootStack.name}: ${rootStack.status}` },
    { "Nested stacks": nestedStacks.length === 0 ? "none" : `${whole} of ${nestedStacks.length} complete` },
    { "Last build": lastBuild ? `${lastBuild.status}, ${lastBuild.id}` : "none" },
  );
  return table.toString();
}
