import type { Command } from "commander";
import { PantherError } from "../../model/error.ts";
import { type EnvironmentOptions, environmentCommand, runOptions, withBudgetOption } from "./environmentCommand.ts";
import { exitCodes } from "./exitCodes.ts";
import { outputStyle, printer } from "./printers.ts";
import { signalOfProcess } from "./signalOfProcess.ts";

interface WatchCommandOptions extends EnvironmentOptions {
  readonly callsPerSecond?: number;
}

export function addWatchCommand(program: Command, setExitCode: (code: number) => void): void {
  withBudgetOption(environmentCommand(program, "watch", "follow what CloudFormation does at present, whoever began it"))
    .addHelpText("after", examples)
    .action(async (environment: string, { callsPerSecond, ...options }: WatchCommandOptions) => {
      const { watch } = await import("../watch.ts");
      const output = printer(outputStyle(options, process.stdout), process.stdout);
      const signal = signalOfProcess();
      try {
        const rate = callsPerSecond === undefined ? {} : { callsPerSecond };
        const request = { ...runOptions(environment, options), ...rate, report: output.report, signal };
        const watched = await watch(request);
        setExitCode(watched.kind === "nothing" || watched.succeeded ? exitCodes.done : exitCodes.failed);
      } catch (error) {
        const expired = error instanceof PantherError && error.code === "credentials-expired";
        if (!signal.aborted && !expired) throw error;
        if (expired) output.report({ type: "failed", code: error.code, message: error.message, fix: error.fix });
        setExitCode(signal.aborted ? exitCodes.interrupted : exitCodes.failed);
      } finally {
        output.close();
      }
    });
}

const examples = `
Examples:
  panther watch prod           nested stacks, what takes longest, what failed
  panther watch prod --json    every event of CloudFormation, a line each

Changes nothing. The exit code is 1 where the operation failed.`;
