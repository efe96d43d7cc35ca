import type { Command } from "commander";
import { addChinaCheckCommand } from "./chinaCheckCommand.ts";
import { addChinaCopyCommand } from "./chinaCopyCommand.ts";
import { addChinaDownloadCommand } from "./chinaDownloadCommand.ts";
import { addChinaRotateKeyCommand } from "./chinaRotateKeyCommand.ts";
import { addChinaTransformCommand } from "./chinaTransformCommand.ts";
import { addChinaUploadCommand } from "./chinaUploadCommand.ts";

/** `panther china …`: what only a Panther that is split over AWS China needs. */
export function addChinaCommand(program: Command, setExitCode: (code: number) => void): void {
  const china = program
    .command("china")
    .description("for a backend in AWS China: its releases, its web app's key, the way between")
    .addHelpText("after", examples);
  addChinaCopyCommand(china, setExitCode);
  addChinaDownloadCommand(china, setExitCode);
  addChinaUploadCommand(china, setExitCode);
  addChinaTransformCommand(china, setExitCode);
  addChinaRotateKeyCommand(china, setExitCode);
  addChinaCheckCommand(china, setExitCode);
}

const examples = `
Examples:
  panther china copy prod          the release that the file wants, to China
  panther china check prod         does the backend answer the web app?
  panther china rotate-key prod    a new key for it`;
