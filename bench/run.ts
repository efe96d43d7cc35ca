import Table from "cli-table3";
import { Argument, Command } from "commander";
import { copyFigures } from "./copy.ts";
import { diagnosisFigures } from "./diagnosis.ts";
import type { Figure } from "./figure.ts";
import { hopFigures } from "./hops.ts";
import { monitorFigures } from "./monitor.ts";
import { manyMonitorsFigures } from "./monitorMany.ts";
import { parameterFigures } from "./parameters.ts";
import { policyFigures } from "./policy.ts";
import { preflightFigures } from "./preflight.ts";
import { previewFigures } from "./preview.ts";
import { teardownFigures } from "./teardown.ts";
import { transformFigures } from "./transform.ts";

const say = (text: string) => process.stderr.write(`${text}\n`);

/** In this order: what measures time begins on a machine that has done little yet. */
const parts: Readonly<Record<string, (rounds: number) => Promise<readonly Figure[]> | readonly Figure[]>> = {
  preview: (rounds) => previewFigures(rounds, say),
  policy: (rounds) => policyFigures(rounds, say),
  preflight: (rounds) => preflightFigures(rounds, say),
  parameters: parameterFigures,
  transform: transformFigures,
  hops: () => hopFigures(say),
  diagnosis: () => diagnosisFigures(say),
  monitor: () => monitorFigures(say),
  monitors: () => manyMonitorsFigures(say),
  copy: (rounds) => copyFigures(rounds, say),
  teardown: (rounds) => teardownFigures(rounds, say),
};

const program = new Command("bench")
  .description("Measures what this project promises, most of it as a ratio within this run.")
  .addArgument(new Argument("[parts...]", "only these").choices(Object.keys(parts)))
  .option("--json", "print one JSON object")
  .option("--rounds <number>", "how often each side is measured", Number, 3)
  .parse();
const { json, rounds } = program.opts<{ json?: boolean; rounds: number }>();

const asked = program.args.length > 0 ? program.args : Object.keys(parts);
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(parts)) if (asked.includes(name)) figures.push(...(await measure(rounds)));
process.stdout.write(json ? `${JSON.stringify({ figures })}\n` : `${tableOf(figures)}\n`);
process.exitCode = figures.every(({ ok }) => ok) ? 0 : 1;

function tableOf(rows: readonly Figure[]): string {
  const table = new Table({ head: ["figure", "value", "goal", ""], style: { head: [], border: [] } });
  for (const { figure, value, unit, goal, ok } of rows)
    table.push([figure, `${value} ${unit}`, goal, ok ? "ok" : "MISSED"]);
  return table.toString();
}
