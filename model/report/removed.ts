import type { JournalLine } from "./journalLines.ts";
import type { RemovedOfRun } from "./report.ts";

/** What a teardown did to each stack, bucket and log group, in order; of a killed one as far as it came. */
export function removedOf(lines: readonly JournalLine[]): readonly RemovedOfRun[] {
  return lines.flatMap((line): readonly RemovedOfRun[] => {
    switch (line.type) {
      case "teardown-step-finished": {
        const { stack: name, outcome, side } = line;
        if (name === undefined) return [];
        return [
          { thing: "stack", name, outcome: outcome === "done" ? "deleted" : outcome, why: null, ...sideOf(side) },
        ];
      }
      case "bucket-finished": {
        const { name, kind: outcome, why, canGoAfter } = line.result;
        const said = why ?? (canGoAfter === undefined ? null : `It can go after ${canGoAfter.slice(0, 10)}.`);
        return [{ thing: "bucket", name, outcome, why: said, ...sideOf(line.side) }];
      }
      case "log-group-finished": {
        const { name, kind: outcome, why = null } = line.result;
        return [{ thing: "log group", name, outcome, why, ...sideOf(line.side) }];
      }
      default:
        return [];
    }
  });
}

function sideOf(side: RemovedOfRun["side"]): Pick<RemovedOfRun, "side"> {
  return side === undefined ? {} : { side };
}
