import { Command, CommanderError } from "commander";
import { PantherError } from "../../model/error.ts";
import { addAdoptCommand } from "./adoptCommand.ts";
import { addBuildCommand } from "./buildCommand.ts";
import { addCompletionCommand } from "./completionCommand.ts";
import { addDeployCommand } from "./deployCommand.ts";
import { exitCodes } from "./exitCodes.ts";
import { addHistoryCommand } from "./historyCommand.ts";
import { addParametersCommand } from "./parametersCommand.ts";
import { addPlanCommand } from "./planCommand.ts";
import { addReleasesCommand } from "./releasesCommand.ts";
import { addStatusCommand } from "./statusCommand.ts";
import { addUpgradeCommand } from "./upgradeCommand.ts";

/** Runs the command line; resolves to the exit code. */
async function main(argv: readonly string[]): Promise<number> {
  let exitCode = exitCodes.done;
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  const program = new Command("panther")
    .description("Deploys, upgrades and looks at self-hosted Panther environments.")
    .exitOverride();
  // Each imports what it runs in its action: help and completion wait for neither AWS's SDK nor Pulumi's.
  addPlanCommand(program, setExitCode);
  addDeployCommand(program, setExitCode);
  addUpgradeCommand(program, setExitCode);
  addBuildCommand(program, setExitCode);
  addAdoptCommand(program, setExitCode);
  addStatusCommand(program, setExitCode);
  addHistoryCommand(program);
  addReleasesCommand(program, setExitCode);
  addParametersCommand(program, setExitCode);
  addCompletionCommand(program);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.refused;
    if (error instanceof PantherError) {
      process.stderr.write(`panther: ${error.message}\n  ${error.fix}\n`);
      return exitCodes.refused;
    }
    process.stderr.write(`panther: ${error instanceof Error ? error.message : String(error)}\n`);
    return exitCodes.failed;
  }
}

// The AWS SDK's versions are locked here; which Node.js a later one will want is no concern of who runs this.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
process.exitCode = await main(process.argv.slice(2));
