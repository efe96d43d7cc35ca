import { fileURLToPath } from "node:url";
import { Command, CommanderError } from "commander";
import { PantherError } from "../../model/error.ts";
import { build } from "../build.ts";
import { type CommandResult, deploy } from "../deploy.ts";
import { failedEvent } from "../failedEvent.ts";
import type { RunOptions } from "../run.ts";
import { status } from "../status.ts";
import { realTiming } from "../timing.ts";
import { upgrade } from "../upgrade.ts";
import { exitCodes } from "./exitCodes.ts";
import { outputStyle, printer } from "./printers.ts";
import { statusText } from "./statusText.ts";

const projectDirectory = fileURLToPath(new URL("../..", import.meta.url));

interface SharedOptions {
  readonly json?: boolean;
  readonly project: string;
  readonly pollSeconds: number;
}

/** Runs the command line; resolves to the exit code. */
async function main(argv: readonly string[]): Promise<number> {
  let exitCode = exitCodes.done;
  const program = new Command("panther")
    .description("Deploys, upgrades and looks at self-hosted Panther environments.")
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text) });

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
      exitCode = await drive(environment, options, (run) => deploy({ ...run, ...extra }));
    });
  command("upgrade", "go from the running release to the wanted one, minor by minor").action(
    async (environment: string, options: SharedOptions) => {
      exitCode = await drive(environment, options, upgrade);
    },
  );
  command("build", "see to the post-deploy build of what runs").action(
    async (environment: string, options: SharedOptions) => {
      exitCode = await drive(environment, options, build);
    },
  );
  command("status", "show what runs and what is wanted; changes nothing").action(
    async (environment: string, options: SharedOptions) => {
      const found = await status(runOptions(environment, options));
      process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : `${statusText(found)}\n`);
    },
  );

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

async function drive(
  environment: string,
  options: SharedOptions,
  run: (options: RunOptions) => Promise<CommandResult>,
): Promise<number> {
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, interrupt);
  const output = printer(outputStyle(options, process.stdout), process.stdout);
  try {
    const { result } = await run({ ...runOptions(environment, options), report: output.report, signal: abort.signal });
    return exitCodes[result];
  } catch (error) {
    if (error instanceof PantherError) {
      output.report(failedEvent(error));
      return exitCodes.refused;
    }
    // Waiting ends with the signal's reason; that is an abort, no error.
    if (!abort.signal.aborted) throw error;
    output.report({ type: "notice", message: "Interrupted. Run the same command again: it goes on from what stands." });
    return exitCodes.interrupted;
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

// The AWS SDK's versions are locked here; which Node.js a later one will want is no concern of who runs this.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
process.exitCode = await main(process.argv.slice(2));
