import { writeFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { PantherError } from "../../model/error.ts";
import { htmlReport } from "../report/htmlReport.ts";
import { markdownReport } from "../report/markdownReport.ts";
import { reportRun } from "../report/reportRun.ts";
import type { ReportAnswer } from "./answers.ts";
import { projectOption } from "./environmentCommand.ts";

type Format = "html" | "json" | "markdown";

interface ReportCommandOptions {
  readonly run?: string;
  readonly format?: Format;
  readonly json?: boolean;
  readonly out?: string;
  readonly project: string;
}

export function addReportCommand(program: Command): void {
  program
    .command("report")
    .description("write what a run did as one HTML file, from its journal; asks nothing of AWS")
    .argument("<environment>", "name of the environment: stacks/Pulumi.<environment>.yaml")
    .option("--run <id>", "the run, or the beginning of its ID; default: the newest")
    .addOption(
      new Option("--format <format>", "html (default), json or markdown").choices(["html", "json", "markdown"]),
    )
    .addOption(new Option("--json", "the same as --format json").conflicts("format"))
    .option("--out <file>", "where to; default: html into the current folder, the others to stdout")
    .addOption(projectOption())
    .addHelpText("after", examples)
    .action(async (environment: string, options: ReportCommandOptions) => {
      const { run, project, json, format = json ? "json" : "html" } = options;
      const report: ReportAnswer = await reportRun({
        environment,
        projectDirectory: project,
        ...(run !== undefined && { run }),
      });
      const file = options.out ?? (format === "html" ? fileName(environment, report.started) : undefined);
      const text = formats[format](report);
      if (file === undefined) process.stdout.write(text);
      else {
        await write(file, text);
        process.stderr.write(`Report of run ${report.run}: ${file}\n`);
      }
    });
}

const examples = `
Examples:
  panther report prod                     writes report-prod-<time>.html
  panther report prod --run 211d18f6 --out report.html
  panther report prod --format markdown   in short, for a ticket
  panther report prod --json              everything, for scripts`;

const formats: Readonly<Record<Format, (report: ReportAnswer) => string>> = {
  html: htmlReport,
  json: (report) => `${JSON.stringify(report)}\n`,
  markdown: markdownReport,
};

/** Windows allows no colons in names. */
function fileName(environment: string, started: string): string {
  return `report-${environment}-${started.slice(0, 19).replaceAll(":", "-")}Z.html`;
}

/** It names accounts, people and resources: nobody else's business on a shared machine. */
async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600 });
  } catch (error) {
    throw new PantherError(
      "report-unwritable",
      `The report can't be written to ${file}: ${(error as Error).message}`,
      "Name another file with --out.",
      { cause: error },
    );
  }
}
