import type { Command } from "commander";
import { upgrade } from "../upgrade.ts";
import { type ChangeOptions, drive, environmentCommand, withChangeOptions } from "./environmentCommand.ts";

export function addUpgradeCommand(program: Command, setExitCode: (code: number) => void): void {
  withChangeOptions(
    environmentCommand(program, "upgrade", "go from the running release to the wanted one, minor by minor"),
  ).action(async (environment: string, options: ChangeOptions) =>
    setExitCode(await drive(environment, options, upgrade)),
  );
}
