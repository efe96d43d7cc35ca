import { labelled } from "./wrap.ts";

/** Two columns, the first as wide as it has to be. */
export function columnsOf(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => labelled(`${first.padEnd(width)}  `, second)).join("\n");
}
