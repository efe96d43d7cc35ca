import Table from "cli-table3";
import { Command } from "commander";
import { copyFigures } from "./copy.ts";
import { diagnosisFigures } from "./diagnosis.ts";
import type { Figure } from "./figure.ts";
import { hopFigures } from "./hops.ts";
import { monitorFigures } from "./monitor.ts";
import { parameterFigures } from "./parameters.ts";
import { policyFigures } from "./policy.ts";
import { previewFigures } from "./preview.ts";
import { transformFigures } from "./transform.ts";

const program = new Command("bench")
  .description("Measures what this project promises, most of it as a ratio within this run.")
  .option("--json", "print one JSON object")
  .option("--rounds <number>", "how often each side is measured", Number, 3)
  .parse();
const { json, rounds } = program.opts<{ json?: boolean; rounds: number }>();

const say = (text: string) => process.stderr.write(`${text}\n`);
const figures: readonly Figure[] = [
  ...(await previewFigures(rounds, say)),
  ...(await policyFigures(rounds, say)),
  ...parameterFigures(rounds),
  ...transformFigures(rounds),
  ...(await hopFigures(say)),
  ...(await diagnosisFigures(say)),
  ...(await monitorFigures(say)),
  ...(await copyFigures(rounds, say)),
];
process.stdout.write(json ? `${JSON.stringify({ figures })}\n` : `${tableOf(figures)}\n`);
process.exitCode = figures.every(({ ok }) => ok) ? 0 : 1;

function tableOf(rows: readonly Figure[]): string {
  const table = new Table({ head: ["figure", "value", "goal", ""], style: { head: [], border: [] } });
  for (const { figure, value, unit, goal, ok } of rows)
    table.push([figure, `${value} ${unit}`, goal, ok ? "ok" : "MISSED"]);
  return table.toString();
}
