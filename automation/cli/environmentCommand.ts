import { fileURLToPath } from "node:url";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Approve } from "../approvedPlan.ts";
import type { RunSummary } from "../events.ts";
import type { ApproveRecovery } from "../recovery/recoverEnvironment.ts";
import type { RunOptions } from "../run.ts";
import { realTiming } from "../timing.ts";
import { canAsk, confirm } from "./ask.ts";
import { exitCodes } from "./exitCodes.ts";
import { outputStyle, printer } from "./printers.ts";
import { proposalQuestion } from "./proposalText.ts";
import { recoveryQuestion } from "./recoveryText.ts";
import { signalOfProcess } from "./signalOfProcess.ts";

export const projectDirectory = fileURLToPath(new URL("../..", import.meta.url));

/** Options of every command about an environment. */
export interface EnvironmentOptions {
  readonly json?: boolean;
  readonly project: string;
  readonly pollSeconds: number;
}

/** Options of every command that changes an environment and says so first. */
export interface ApprovedOptions extends ChangeOptions {
  readonly yes?: boolean;
  readonly from?: string;
  readonly callsPerSecond?: number;
}

/** Options of every command that changes an environment. */
export interface ChangeOptions extends EnvironmentOptions {
  readonly accept?: readonly string[];
  readonly reason?: string;
  readonly journal?: string;
}

/** A command about one environment. */
export function environmentCommand(program: Command, name: string, description: string, json?: string): Command {
  return withEnvironmentOptions(
    program
      .command(name)
      .description(description)
      .argument("<environment>", "name of the environment: stacks/Pulumi.<environment>.yaml"),
    json,
  );
}

export function withEnvironmentOptions(command: Command, json = "print one JSON event a line"): Command {
  return command
    .option("--json", json)
    .addOption(projectOption())
    .option("--poll-seconds <seconds>", "pause between two looks at AWS", positiveNumber, 3);
}

/** Its default is not printed: it is where this program lies. */
export function projectOption(): Option {
  return new Option("--project <folder>", "folder of Pulumi.yaml").default(projectDirectory, "this project's");
}

export function withChangeOptions(command: Command): Command {
  return withTraceOptions(command.option("--accept <codes...>", "accept these findings by name"));
}

/** What a run leaves behind of itself. */
export function withTraceOptions(command: Command): Command {
  return command
    .option("--reason <text>", "why: into Pulumi's update message, CloudTrail and the journal")
    .option("--journal <s3 url>", "copy the run's journal there at the end, for example s3://bucket/prefix");
}

export function withBudgetOption(command: Command): Command {
  const text = "how often to ask for progress, of all environments of an account together";
  return command.option("--calls-per-second <number>", text, numberFromZero, 2);
}

export function withApprovalOptions(command: Command): Command {
  return withBudgetOption(withChangeOptions(command))
    .option("-y, --yes", "carry the plan out without asking")
    .option("--from <version>", "the release that runs, where AWS does not tell");
}

/**
 * As {@link drive}, for a command that shows its plan and asks. Where nobody can be asked and nobody has said yes, it is
 * wrong use, and nothing is looked at.
 */
export function driveApproved(
  environment: string,
  { yes = false, from, callsPerSecond, ...options }: ApprovedOptions,
  run: (
    options: RunOptions & {
      readonly from?: string;
      readonly approve?: Approve;
      readonly approveRecovery?: ApproveRecovery;
    },
  ) => Promise<RunSummary>,
): Promise<number> {
  return drive(environment, options, (rest) => {
    const named = {
      ...rest,
      ...(from !== undefined && { from }),
      ...(callsPerSecond !== undefined && { callsPerSecond }),
    };
    if (yes) return run(named);
    if (!canAsk()) return nobodyToAsk(environment, rest);
    const approve: Approve = (proposal, signal) => confirm(proposalQuestion(proposal), signal);
    const approveRecovery: ApproveRecovery = (plan, signal) => confirm(recoveryQuestion(plan), signal);
    return run({ ...named, approve, approveRecovery });
  });
}

/**
 * The answer where there is no terminal and nobody has said yes.
 * @param option that would have said it
 */
export async function nobodyToAsk(
  environment: string,
  { report }: RunOptions,
  fix = `Look at the plan (panther plan ${environment}), then add --yes to the command.`,
  option = "--yes",
): Promise<RunSummary> {
  const summary: RunSummary = { type: "summary", environment, hops: 0, builds: [], result: "refused" };
  report?.({
    type: "failed",
    code: "approval-missing",
    message: `There is no terminal to show the plan and to ask for approval on (standard input, output and error), and ${option} was not given. Nothing was looked at or changed.`,
    fix,
  });
  report?.(summary);
  return summary;
}

/** Runs a command of the driver, prints what it reports, and resolves to the exit code. */
export async function drive(
  environment: string,
  options: ChangeOptions,
  run: (options: RunOptions) => Promise<RunSummary>,
): Promise<number> {
  const output = printer(outputStyle(options, process.stdout), process.stdout);
  try {
    const signal = signalOfProcess();
    const { accept = [], reason, journal } = options;
    const summary = await run({
      ...runOptions(environment, options),
      accept,
      ...(reason !== undefined && { reason }),
      ...(journal !== undefined && { journalTo: journal }),
      report: output.report,
      signal,
    });
    return exitCodes[summary.result];
  } finally {
    output.close();
  }
}

export function runOptions(environment: string, { project, pollSeconds }: EnvironmentOptions): RunOptions {
  return { environment, projectDirectory: project, timing: realTiming(pollSeconds * 1000) };
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("Give a whole number above 0, for example 1.");
}

function numberFromZero(text: string): number {
  return text.trim() === "0" ? 0 : positiveNumber(text);
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("Give a number above 0, for example 2.");
}
