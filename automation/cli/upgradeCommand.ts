import type { Command } from "commander";
import type { UpgradeOptions } from "../upgrade.ts";
import {
  type ApprovedOptions,
  driveApproved,
  environmentCommand,
  positiveInteger,
  positiveNumber,
  withApprovalOptions,
} from "./environmentCommand.ts";

interface UpgradeCommandOptions extends ApprovedOptions {
  readonly to?: string;
  readonly hops?: number;
  readonly until?: string;
  readonly pause?: number;
  readonly changes?: boolean;
  readonly preflight: boolean;
}

export function addUpgradeCommand(program: Command, setExitCode: (code: number) => void): void {
  withApprovalOptions(
    environmentCommand(program, "upgrade", "go from the running release to the wanted one, minor by minor"),
  )
    .option("--to <version>", "want this release from now on: written into the file once the plan is approved")
    .option("--hops <number>", "make this many hops, then end", positiveInteger)
    .option("--until <version>", "end once this release or minor runs; the file stays as it is")
    .option("--pause <minutes>", "wait that long between two hops", positiveNumber)
    .option("--changes", "before each hop show what it changes, resource by resource; stop where that loses data")
    .option("--no-preflight", "leave out the checks of panther preflight")
    .addHelpText("after", examples)
    .action(async (environment: string, options: UpgradeCommandOptions) => {
      const { upgrade } = await import("../upgrade.ts");
      const { to, hops, until, pause, changes, preflight, ...rest } = options;
      const extra: Partial<UpgradeOptions> = {
        ...(to !== undefined && { to }),
        ...(hops !== undefined && { hops }),
        ...(until !== undefined && { until }),
        ...(changes && { changes }),
        preflight,
        ...(pause !== undefined && { pauseMilliseconds: pause * 60_000 }),
      };
      setExitCode(await driveApproved(environment, rest, (run) => upgrade({ ...run, ...extra })));
    });
}

const examples = `
Examples:
  panther upgrade prod                     to what the file wants, after asking
  panther upgrade prod --to v1.39.7        written into the file, then done
  panther upgrade prod --hops 1            one minor, to look at it first
  panther upgrade prod --changes           shows every changed resource
  panther upgrade prod --until 1.38 --pause 30 --yes`;
