import { Command } from "commander";
import { packageVersion } from "../packageVersion.ts";
import { addAdoptCommand } from "./adoptCommand.ts";
import { addBuildCommand } from "./buildCommand.ts";
import { addChinaCommand } from "./chinaCommand.ts";
import { addCompletionCommand } from "./completionCommand.ts";
import { addDeployCommand } from "./deployCommand.ts";
import { addDiagnoseCommand } from "./diagnoseCommand.ts";
import { addHistoryCommand } from "./historyCommand.ts";
import { addParametersCommand } from "./parametersCommand.ts";
import { addPermissionsCommand } from "./permissionsCommand.ts";
import { addPlanCommand } from "./planCommand.ts";
import { addPreflightCommand } from "./preflightCommand.ts";
import { addRecoverCommand } from "./recoverCommand.ts";
import { addReleasesCommand } from "./releasesCommand.ts";
import { addReportCommand } from "./reportCommand.ts";
import { addSourceCommand } from "./sourceCommand.ts";
import { addStatusCommand } from "./statusCommand.ts";
import { addTeardownCommand } from "./teardownCommand.ts";
import { addUpgradeCommand } from "./upgradeCommand.ts";
import { addWatchCommand } from "./watchCommand.ts";

/** The whole command line: every command with its options, arguments and examples. */
export function pantherProgram(setExitCode: (code: number) => void): Command {
  const program = new Command("panther")
    .description("Deploys, upgrades and looks at self-hosted Panther environments.")
    .version(packageVersion())
    .addHelpText("after", examples)
    .exitOverride();
  // Each imports what it runs in its action: help and completion wait for neither AWS's SDK nor Pulumi's.
  addPlanCommand(program, setExitCode);
  addPreflightCommand(program, setExitCode);
  addDeployCommand(program, setExitCode);
  addUpgradeCommand(program, setExitCode);
  addBuildCommand(program, setExitCode);
  addAdoptCommand(program, setExitCode);
  addRecoverCommand(program, setExitCode);
  addTeardownCommand(program, setExitCode);
  addChinaCommand(program, setExitCode);
  addSourceCommand(program, setExitCode);
  addStatusCommand(program, setExitCode);
  addDiagnoseCommand(program, setExitCode);
  addWatchCommand(program, setExitCode);
  addHistoryCommand(program);
  addReportCommand(program);
  addReleasesCommand(program, setExitCode);
  addParametersCommand(program, setExitCode);
  addPermissionsCommand(program);
  addCompletionCommand(program);
  return program;
}

const examples = `
Examples:
  panther plan prod               what an upgrade will do, before it does it
  panther upgrade prod            minor by minor, to the release in the file
  panther status --drift          all environments, and what others changed
  panther help upgrade            options and examples of a command`;
