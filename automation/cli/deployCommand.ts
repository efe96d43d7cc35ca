import type { Command } from "commander";
import { deploy } from "../deploy.ts";
import { type ChangeOptions, drive, environmentCommand, withChangeOptions } from "./environmentCommand.ts";

export function addDeployCommand(program: Command, setExitCode: (code: number) => void): void {
  withChangeOptions(
    environmentCommand(program, "deploy", "first deploy, or bring parameters up to date; the release that runs stays"),
  )
    .option("--release <version>", "deploy this release instead of the one wanted; the file stays as it is")
    .action(async (environment: string, options: ChangeOptions & { release?: string }) => {
      const extra = options.release === undefined ? {} : { release: options.release };
      setExitCode(await drive(environment, options, (run) => deploy({ ...run, ...extra })));
    });
}
