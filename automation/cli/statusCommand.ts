import type { Command } from "commander";
import { status } from "../status.ts";
import { type EnvironmentOptions, environmentCommand, runOptions } from "./environmentCommand.ts";
import { statusText } from "./statusText.ts";

export function addStatusCommand(program: Command): void {
  environmentCommand(program, "status", "show what runs and what is wanted; changes nothing").action(
    async (environment: string, options: EnvironmentOptions) => {
      const found = await status(runOptions(environment, options));
      process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : `${statusText(found)}\n`);
    },
  );
}
