import type { Command } from "commander";
import { type ChangeOptions, drive, environmentCommand, withTraceOptions } from "./environmentCommand.ts";

interface BuildCommandOptions extends ChangeOptions {
  readonly force?: boolean;
  readonly from?: string;
}

export function addBuildCommand(program: Command, setExitCode: (code: number) => void): void {
  withTraceOptions(environmentCommand(program, "build", "see to the post-deploy build of what runs"))
    .option("--force", "start one though the last has succeeded; one that runs is joined")
    .option("--from <version>", "the release that runs, where AWS does not tell")
    .addHelpText("after", examples)
    .action(async (environment: string, { force = false, from, ...options }: BuildCommandOptions) => {
      const { build } = await import("../build.ts");
      const extra = from === undefined ? {} : { from };
      setExitCode(await drive(environment, options, (run) => build({ ...run, ...extra, force })));
    });
}

const examples = `
Examples:
  panther build prod            where it is due; one that runs is joined
  panther build prod --force    once more`;
