import type { Command } from "commander";
import { canAsk, confirm } from "./ask.ts";
import { type ChangeOptions, drive, environmentCommand, nobodyToAsk, withTraceOptions } from "./environmentCommand.ts";
import { recoveryQuestion } from "./recoveryText.ts";

interface RecoverCommandOptions extends ChangeOptions {
  readonly yes?: boolean;
  readonly skip?: readonly string[];
  readonly dryRun?: boolean;
}

/** `panther recover`: gets stacks that are stuck moving again, and Pulumi's state. */
export function addRecoverCommand(program: Command, setExitCode: (code: number) => void): void {
  withTraceOptions(
    environmentCommand(program, "recover", "get stacks that are stuck moving again, and what a killed Pulumi left"),
  )
    .option("-y, --yes", "carry the plan out without asking")
    .option("--skip <resources...>", "leave these as they are in a rollback that is stuck at them")
    .option("--dry-run", "show what is found and what would be done")
    .addHelpText("after", examples)
    .action(
      async (environment: string, { yes = false, skip = [], dryRun = false, ...options }: RecoverCommandOptions) => {
        const { recoverEnvironment } = await import("../recovery/recoverEnvironment.ts");
        const code = await drive(environment, options, (run) => {
          const all = { ...run, skip, dryRun };
          if (yes || dryRun) return recoverEnvironment(all);
          if (!canAsk()) return nobodyToAsk(environment, run, lookFirst(environment));
          return recoverEnvironment({ ...all, approve: (plan, signal) => confirm(recoveryQuestion(plan), signal) });
        });
        setExitCode(code);
      },
    );
}

const lookFirst = (environment: string) =>
  `Look at the plan (panther recover ${environment} --dry-run), then add --yes to the command.`;

const examples = `
What is done about which status is in docs/recovery.md. Where a person has to
act, the exit code is 1 and the command to run is printed.

Examples:
  panther recover prod --dry-run               what is stuck, where and why
  panther recover prod                         shows what it will do, and asks
  panther recover prod --skip Core/OutputsTable   gives up on that one`;
