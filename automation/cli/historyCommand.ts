import type { Command } from "commander";
import { history } from "../history.ts";
import type { HistoryAnswer } from "./answers.ts";
import { type EnvironmentOptions, environmentCommand } from "./environmentCommand.ts";
import { historyText } from "./historyText.ts";

export function addHistoryCommand(program: Command): void {
  environmentCommand(
    program,
    "history",
    "list the runs that were made from this folder, newest first; asks nothing of AWS",
    "print the runs as JSON",
  )
    .addHelpText("after", examples)
    .action(async (environment: string, { json = false, project }: EnvironmentOptions) => {
      const answer: HistoryAnswer = { environment, runs: await history(project, environment) };
      process.stdout.write(`${json ? JSON.stringify(answer) : historyText(environment, answer.runs)}\n`);
    });
}

const examples = `
Examples:
  panther history prod            who ran what, how it ended, how long it took
  panther history prod --json     with reasons and failures`;
