import type { Command } from "commander";
import { build } from "../build.ts";
import { type ChangeOptions, drive, environmentCommand } from "./environmentCommand.ts";

export function addBuildCommand(program: Command, setExitCode: (code: number) => void): void {
  environmentCommand(program, "build", "see to the post-deploy build of what runs").action(
    async (environment: string, options: ChangeOptions) => setExitCode(await drive(environment, options, build)),
  );
}
