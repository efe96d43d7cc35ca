import type { Command } from "commander";
import type { PreflightAnswer } from "./answers.ts";
import { type EnvironmentOptions, environmentCommand, positiveNumber, runOptions } from "./environmentCommand.ts";
import { exitCodes } from "./exitCodes.ts";
import { preflightText } from "./preflightText.ts";
import { signalOfProcess } from "./signalOfProcess.ts";

interface PreflightCommandOptions extends EnvironmentOptions {
  readonly accept?: readonly string[];
  readonly callsPerSecond: number;
  readonly scpFile?: readonly string[];
  readonly organizationsProfile?: string;
  readonly for?: readonly string[];
}

/** `panther preflight`: what would fail a deploy or an upgrade. */
export function addPreflightCommand(program: Command, setExitCode: (code: number) => void): void {
  environmentCommand(
    program,
    "preflight",
    "look for what would fail a deploy or an upgrade; changes nothing",
    "print the answer as JSON",
  )
    .option("--accept <codes...>", "accept these checks by name")
    .option("--calls-per-second <number>", "how often each service of an account may be asked", positiveNumber, 10)
    .option("--scp-file <files...>", "service control policies, each a JSON document in a file of its own")
    .option(
      "--organizations-profile <profile>",
      "AWS profile that may read the organization's policies (default: panther:organizations.profile)",
    )
    .option(
      "--for <arn...>",
      "IAM role (or user) that is to deploy, whose permissions are asked about instead of the caller's; of a split one for each account",
    )
    .addHelpText("after", examples)
    .action(async (environment: string, options: PreflightCommandOptions) => {
      const { preflight } = await import("../preflight/preflight.ts");
      const signal = signalOfProcess();
      const { accept = [], callsPerSecond, scpFile, organizationsProfile, for: principals } = options;
      try {
        const answer: PreflightAnswer = await preflight({
          ...runOptions(environment, options),
          signal,
          accept,
          callsPerSecond,
          ...(scpFile && { scpFiles: scpFile }),
          ...(organizationsProfile !== undefined && { organizationsProfile }),
          ...(principals && { principals }),
        });
        process.stdout.write(`${options.json ? JSON.stringify(answer) : preflightText(answer)}\n`);
        setExitCode(answer.refused ? exitCodes.refused : exitCodes.done);
      } catch (error) {
        if (!signal.aborted) throw error;
        setExitCode(exitCodes.interrupted);
      }
    });
}

const examples = `
Every check, why it is made and what to do: docs/preflight.md. The exit code is
2 where a check failed that was not accepted. Who may only look names with --for
the role that will deploy, as a pull request's pipeline does.

Examples:
  panther preflight prod
  panther preflight prod --accept access-keys quotas
  panther preflight prod --scp-file network.json regions.json
  panther preflight prod --organizations-profile organization-audit
  panther preflight prod --for arn:aws:iam::123456789012:role/PantherUpgrade
  panther preflight prod --json`;
