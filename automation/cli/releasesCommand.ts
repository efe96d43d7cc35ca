import type { Command } from "commander";
import { PantherError } from "../../model/error.ts";
import { releaseRows } from "../../model/release/releaseRows.ts";
import { readCatalog } from "../catalog.ts";
import type { ReleasesAnswer } from "./answers.ts";
import { exitCodes } from "./exitCodes.ts";
import { releasesText } from "./releasesText.ts";

interface ReleasesOptions {
  readonly catalog?: string;
  readonly json?: boolean;
}

/** `panther releases`: the releases that an upgrade may go to. */
export function addReleasesCommand(program: Command, setExitCode: (code: number) => void): void {
  program
    .command("releases")
    .description("list the releases that an upgrade may go to; needs no environment and no AWS")
    .option("--catalog <file or URL>", 'another list of releases: {"versions": ["1.39.7", …]}')
    .option("--json", "print the list as JSON")
    .addHelpText("after", examples)
    .action(async ({ catalog: from, json = false }: ReleasesOptions) => {
      try {
        const catalog = await readCatalog(from === undefined ? {} : { from });
        const answer: ReleasesAnswer = { source: catalog.source, releases: releaseRows(catalog), findings: [] };
        process.stdout.write(`${json ? JSON.stringify(answer) : releasesText(catalog)}\n`);
      } catch (error) {
        if (!(error instanceof PantherError && json)) throw error;
        const { code, message, fix } = error;
        const findings = [{ severity: "error", code, message, fix } as const];
        const answer: ReleasesAnswer = { source: null, releases: [], findings };
        process.stdout.write(`${JSON.stringify(answer)}\n`);
        setExitCode(exitCodes.refused);
      }
    });
}

const examples = `
Examples:
  panther releases
  panther releases --catalog releases.json     those of a list of your own`;
