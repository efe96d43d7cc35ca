import { line, moved, started, summary, text } from "../../model/report/journals.ts";

/** An upgrade with so many hops, each updating so many resources in nine nested stacks. */
export function bigJournal(hops: number, resources: number): string {
  const lines = [started];
  for (let hop = 0; hop < hops; hop++) {
    const begin = hop * 2000;
    const release = `1.${23 + hop}.0`;
    lines.push(line(begin, "release-started", { from: `1.${22 + hop}.0`, to: release, index: hop + 1, count: hops }));
    lines.push(line(begin + 1, "step-started", { step: "root", release }));
    lines.push(moved(begin + 2, "root", "UPDATE_IN_PROGRESS"));
    for (let index = 0; index < resources; index++) {
      const path = `root/NestedStack${index % 9}/LogProcessorFunctionWithANameOfUsualLength${index}`;
      lines.push(moved(begin + 3 + index, path, "UPDATE_IN_PROGRESS"));
      lines.push(moved(begin + 63 + index, path, "UPDATE_COMPLETE"));
    }
    lines.push(moved(begin + 1900, "root", "UPDATE_COMPLETE"));
    lines.push(line(begin + 1901, "step-finished", { step: "root", release, outcome: "updated", seconds: 1900 }));
  }
  return text(...lines, summary(hops * 2000, "done", { from: "1.22.0", to: `1.${22 + hops}.0` }));
}
