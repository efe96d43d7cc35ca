import { labelled } from "./wrap.ts";

/**
 * What to do, with each command on a line of its own and in one piece, to be copied. In a hint commands stand between
 * backticks.
 */
export function fixText(label: string, fix: string): string {
  const gap = " ".repeat(label.length);
  const lines: string[] = [];
  for (const [index, part] of fix.split("`").entries()) {
    // What a command was put into a sentence with is of no use on its own.
    const words = part.replace(/^[\s).,;]+/, "").replace(/[\s(]+$/, "");
    if (words === "") continue;
    const start = lines.length === 0 ? label : gap;
    lines.push(index % 2 === 1 ? `${start}  ${part}` : labelled(start, words));
  }
  return lines.join("\n");
}
