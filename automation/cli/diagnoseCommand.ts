import { type Command, Option } from "commander";
import { PantherError } from "../../model/error.ts";
import type { DiagnoseSubject } from "../diagnose.ts";
import type { DiagnosisAnswer } from "./answers.ts";
import { diagnosisText } from "./diagnosisText.ts";
import { projectOption } from "./environmentCommand.ts";
import { exitCodes } from "./exitCodes.ts";
import { signalOfProcess } from "./signalOfProcess.ts";

interface DiagnoseCommandOptions {
  readonly stack?: string;
  readonly region?: string;
  readonly events?: string;
  readonly saveEvents?: string;
  readonly json?: boolean;
  readonly project: string;
}

export function addDiagnoseCommand(program: Command, setExitCode: (code: number) => void): void {
  program
    .command("diagnose")
    .description("say what failed first in the newest operation, what it means and what to do; changes nothing")
    .argument("[environment]", "name of the environment: stacks/Pulumi.<environment>.yaml")
    .option("--stack <stack>", "any stack by name or ARN, deleted ones too")
    .option("--region <region>", "of that stack, where AWS's settings and the ARN do not say")
    .addOption(new Option("--events <file>", "from saved events; AWS is not asked"))
    .option("--save-events <file>", "save the events, to send them to support")
    .option("--json", "print the diagnosis as JSON")
    .addOption(projectOption())
    .addHelpText("after", examples)
    .action(async (environment: string | undefined, options: DiagnoseCommandOptions) => {
      const { diagnose } = await import("../diagnose.ts");
      const signal = signalOfProcess();
      try {
        const answer: DiagnosisAnswer = await diagnose({
          subject: subjectOf(environment, options),
          signal,
          ...(options.saveEvents !== undefined && { saveTo: options.saveEvents }),
        });
        process.stdout.write(`${options.json ? JSON.stringify(answer) : diagnosisText(answer)}\n`);
        if (options.saveEvents !== undefined) process.stderr.write(`Events saved in ${options.saveEvents}\n`);
      } catch (error) {
        if (!signal.aborted) throw error;
        setExitCode(exitCodes.interrupted);
      }
    });
}

const examples = `
Examples:
  panther diagnose prod                               why the last run failed
  panther diagnose prod --save-events events.json     for support
  panther diagnose --stack panther-prod --region us-east-1
  panther diagnose --events events.json --json`;

function subjectOf(environment: string | undefined, options: DiagnoseCommandOptions): DiagnoseSubject {
  const { stack, region, events, project } = options;
  const given = [environment, stack, events].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw new PantherError(
      "usage",
      `What is to be diagnosed? Give one of an environment, --stack and --events${given.length === 0 ? "" : ", not several"}.`,
      "See panther diagnose --help.",
    );
  }
  if (environment !== undefined) return { kind: "environment", environment, projectDirectory: project };
  if (stack !== undefined) return { kind: "stack", stack, ...(region !== undefined && { region }) };
  return { kind: "file", path: events ?? "" };
}
