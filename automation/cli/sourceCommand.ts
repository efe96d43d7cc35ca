import type { Command } from "commander";
import type { SourceWork } from "../../model/source/sourceWork.ts";
import type { RunSummary } from "../events.ts";
import type { RunOptions } from "../run.ts";
import { canAsk, confirm } from "./ask.ts";
import { confirmByName } from "./askName.ts";
import { type ChangeOptions, drive, environmentCommand, nobodyToAsk, withTraceOptions } from "./environmentCommand.ts";
import { sourceQuestion } from "./sourceText.ts";

interface SourceCommandOptions extends ChangeOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  /** Of a teardown. */
  readonly confirm?: string;
}

/** `panther source …`: Panther from its source, built on a machine in AWS. */
export function addSourceCommand(program: Command, setExitCode: (code: number) => void): void {
  const source = program
    .command("source")
    .description("build Panther from its source on a machine in AWS, and deploy it from there")
    .addHelpText("after", examples);
  const add = (work: SourceWork, description: string, text: string) => {
    const command = withTraceOptions(environmentCommand(source, work, description))
      .option("--dry-run", "show what is found and what would be done")
      .addHelpText("after", text);
    if (work === "teardown") command.option("--confirm <environment>", "its name once more, in place of typing it");
    else command.option("-y, --yes", "carry the plan out without asking");
    command.action(async (environment: string, { yes, dryRun, confirm: typed, ...options }: SourceCommandOptions) => {
      const { runSource } = await import("../source/runSource.ts");
      const code = await drive(environment, options, (run) => {
        const all = { ...run, work, dryRun: dryRun ?? false };
        if (dryRun || yes || typed === environment) return runSource(all);
        if (typed !== undefined) return otherName(environment, typed, run);
        if (!canAsk()) return nobodyToAsk(environment, run, lookFirst(work, environment));
        return runSource({
          ...all,
          approve: (plan, signal) =>
            work === "teardown"
              ? confirmByName(`${sourceQuestion(plan)} Type ${environment} to go on:`, environment, signal)
              : confirm(sourceQuestion(plan), signal),
        });
      });
      setExitCode(code);
    });
  };
  add("deploy", "mage deploy: separate stacks", deployExamples);
  add("master-deploy", "mage master:deploy: one root stack", masterExamples);
  add("teardown", "mage teardown: stacks and all data go", teardownExamples);
}

async function otherName(environment: string, typed: string, { report }: RunOptions): Promise<RunSummary> {
  const summary: RunSummary = { type: "summary", environment, hops: 0, builds: [], result: "refused" };
  report?.({
    type: "failed",
    code: "confirmation-differs",
    message: `--confirm names ${typed}, and the environment is ${environment}. Nothing was looked at or changed.`,
    fix: `If ${environment} is to go: --confirm ${environment}`,
  });
  report?.(summary);
  return summary;
}

const lookFirst = (work: SourceWork, environment: string) =>
  `Look first (panther source ${work} ${environment} --dry-run), then add ${work === "teardown" ? `--confirm ${environment}` : "--yes"}.`;

const examples = `
For an environment with panther:sourceDeployer, up to v1.16.0: docs/source.md.
A run goes on when this command ends; the same command again joins it.

Examples:
  pulumi up --stack dev                 makes the machine
  panther source deploy dev             separate stacks, as mage deploy does
  panther source teardown dev --dry-run`;

const deployExamples = `
Examples:
  panther source deploy dev --dry-run   what is found, and what it would do
  panther source deploy dev             shows it, and asks
  panther source deploy dev --yes --reason CHG-1234`;

const masterExamples = `
Examples:
  panther source master-deploy dev --dry-run
  panther source master-deploy dev      the stack is panther:rootStackName`;

const teardownExamples = `
Panther's own tool does the deleting. panther teardown deletes the same without
a machine, shows every bucket first, and knows what the tool leaves behind.

Examples:
  panther source teardown dev --dry-run
  panther source teardown dev           asks for the environment's name
  panther source teardown dev --confirm dev`;
