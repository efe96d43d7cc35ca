import type { Command } from "commander";
import { build } from "../build.ts";
import { type ChangeOptions, drive, environmentCommand } from "./environmentCommand.ts";

export function addBuildCommand(program: Command, setExitCode: (code: number) => void): void {
  environmentCommand(program, "build", "see to the post-deploy build of what runs")
    .option("--force", "start one though the last has succeeded; one that runs is joined")
    .action(async (environment: string, { force = false, ...options }: ChangeOptions & { readonly force?: boolean }) =>
      setExitCode(await drive(environment, options, (run) => build({ ...run, force }))),
    );
}
