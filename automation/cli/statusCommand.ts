import type { Command } from "commander";
import type { StatusAnswer } from "../statusOfAll.ts";
import type { StatusObject } from "./answers.ts";
import { type EnvironmentOptions, runOptions, withEnvironmentOptions } from "./environmentCommand.ts";
import { exitCodes } from "./exitCodes.ts";
import { signalOfProcess } from "./signalOfProcess.ts";
import { answersText } from "./statusText.ts";

interface StatusCommandOptions extends EnvironmentOptions {
  readonly drift?: boolean;
}

export function addStatusCommand(program: Command, setExitCode: (code: number) => void): void {
  withEnvironmentOptions(
    program
      .command("status")
      .description("show what runs and what is wanted; changes nothing")
      .argument("[environments...]", "names of environments; without any, all of the project"),
    "print the answer as JSON",
  )
    .option("--drift", "look for what was changed outside, too; exit code 3 when something was")
    .addHelpText("after", examples)
    .action(async (names: readonly string[], options: StatusCommandOptions) => {
      const { statusOfAll } = await import("../statusOfAll.ts");
      const signal = signalOfProcess();
      const { environment: _, ...shared } = runOptions("", options);
      try {
        const answers = await statusOfAll({
          ...shared,
          signal,
          ...(options.drift && { drift: true }),
          ...(names.length > 0 && { environments: names }),
        });
        print(answers, names.length === 1, options);
        setExitCode(exitCodeOf(answers));
      } catch (error) {
        if (!signal.aborted) throw error;
        setExitCode(exitCodes.interrupted);
      }
    });
}

const examples = `
Examples:
  panther status                    every environment of the project
  panther status prod --drift       what was changed past this project, too
  panther status prod staging --json`;

/** Of one environment by its name the object alone, for scripts; its error goes where errors go. */
function print(answers: readonly StatusAnswer[], single: boolean, { json }: StatusCommandOptions): void {
  const [first] = answers;
  if (single && first?.kind === "error" && !json) {
    process.stderr.write(`panther: ${first.message}\n  ${first.fix}\n`);
  } else if (json) {
    const objects = answers.map(jsonOf);
    process.stdout.write(`${JSON.stringify(single ? objects[0] : objects)}\n`);
  } else process.stdout.write(`${answersText(answers)}\n`);
}

function jsonOf(answer: StatusAnswer): StatusObject {
  if (answer.kind === "status") return answer.status;
  const { environment, code, message, fix } = answer;
  return { environment, error: { code, message, fix } };
}

/** An environment that nobody could look at comes first: what is said of the others is not the whole. */
function exitCodeOf(answers: readonly StatusAnswer[]): number {
  const codes = new Set(answers.map(codeOf));
  return [exitCodes.failed, exitCodes.refused, exitCodes.drift].find((code) => codes.has(code)) ?? exitCodes.done;
}

function codeOf(answer: StatusAnswer): number {
  if (answer.kind === "error") return exitCodes[answer.result];
  const { findings = [], notChecked = [] } = answer.status.drift ?? {};
  if (findings.length > 0) return exitCodes.drift;
  // No drift found proves nothing where something could not be checked.
  return notChecked.length > 0 ? exitCodes.failed : exitCodes.done;
}
