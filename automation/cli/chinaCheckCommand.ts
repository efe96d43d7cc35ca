import type { Command } from "commander";
import { checkText } from "./checkText.ts";
import { type EnvironmentOptions, environmentCommand, runOptions } from "./environmentCommand.ts";
import { exitCodes } from "./exitCodes.ts";
import { signalOfProcess } from "./signalOfProcess.ts";

/** `panther china check`: whether the backend in China answers the web app. */
export function addChinaCheckCommand(china: Command, setExitCode: (code: number) => void): void {
  environmentCommand(
    china,
    "check",
    "ask the gateway in China with the web app's own URL and key; changes nothing",
    "print the answer as JSON",
  )
    .addHelpText("after", examples)
    .action(async (environment: string, options: EnvironmentOptions) => {
      const { checkChina } = await import("../china/check/checkChina.ts");
      const signal = signalOfProcess();
      try {
        const check = await checkChina({ ...runOptions(environment, options), signal });
        process.stdout.write(`${options.json ? JSON.stringify(check) : checkText(check)}\n`);
        setExitCode(check.answers ? exitCodes.done : exitCodes.failed);
      } catch (error) {
        if (!signal.aborted) throw error;
        setExitCode(exitCodes.interrupted);
      }
    });
}

const examples = `
It needs credentials of the web app's account. With those of the backend's, too,
it tells why a key is refused. The exit code is 1 where the bridge does not
answer as it should.

Examples:
  panther china check prod
  panther china check prod --json`;
