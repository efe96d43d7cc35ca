import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { PantherError } from "../../model/error.ts";
import { build } from "../build.ts";
import { deploy } from "../deploy.ts";
import type { RunSummary } from "../events.ts";
import type { RunOptions } from "../run.ts";
import { status } from "../status.ts";
import { realTiming } from "../timing.ts";
import { upgrade } from "../upgrade.ts";
import { exitCodes } from "./exitCodes.ts";
import { outputStyle, printer } from "./printers.ts";
import { signalOfProcess } from "./signalOfProcess.ts";
import { statusText } from "./statusText.ts";

const projectDirectory = fileURLToPath(new URL("../..", import.meta.url));

interface SharedOptions {
  readonly json?: boolean;
  readonly project: string;
  readonly pollSeconds: number;
}

/** The commands that look at, or change, one environment. */
export function addEnvironmentCommands(program: Command, setExitCode: (code: number) => void): void {
  const command = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .argument("<environment>", "name of the environment: stacks/Pulumi.<environment>.yaml")
      .option("--json", "print one JSON event a line")
      .option("--project <folder>", "folder of Pulumi.yaml", projectDirectory)
      .option("--poll-seconds <seconds>", "pause between two looks at AWS", positiveNumber, 2);

  command("deploy", "first deploy, or bring parameters up to date; the release that runs stays")
    .option("--release <version>", "deploy this release instead of the one wanted; the file stays as it is")
    .action(async (environment: string, options: SharedOptions & { release?: string }) => {
      const extra = options.release === undefined ? {} : { release: options.release };
      setExitCode(await drive(environment, options, (run) => deploy({ ...run, ...extra })));
    });
  command("upgrade", "go from the running release to the wanted one, minor by minor").action(
    async (environment: string, options: SharedOptions) => setExitCode(await drive(environment, options, upgrade)),
  );
  command("build", "see to the post-deploy build of what runs").action(
    async (environment: string, options: SharedOptions) => setExitCode(await drive(environment, options, build)),
  );
  command("status", "show what runs and what is wanted; changes nothing").action(
    async (environment: string, options: SharedOptions) => {
      const found = await status(runOptions(environment, options));
      process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : `${statusText(found)}\n`);
    },
  );
}

async function drive(
  environment: string,
  options: SharedOptions,
  run: (options: RunOptions) => Promise<RunSummary>,
): Promise<number> {
  const output = printer(outputStyle(options, process.stdout), process.stdout);
  try {
    const signal = signalOfProcess();
    return exitCodes[(await run({ ...runOptions(environment, options), report: output.report, signal })).result];
  } finally {
    output.close();
  }
}

function runOptions(environment: string, { project, pollSeconds }: SharedOptions): RunOptions {
  return { environment, projectDirectory: project, timing: realTiming(pollSeconds * 1000) };
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new PantherError(
    "option-malformed",
    `"${text}" is no number above 0.`,
    "Give a number of seconds, for example 2.",
  );
}
