import { type Command, Option } from "commander";
import { PantherError } from "../../model/error.ts";
import { type Finding, isRefused } from "../../model/finding.ts";
import { type EnvironmentPlan, releasesOnTheWay } from "../../model/release/environmentPlan.ts";
import { planReleases, refusedPlan } from "../plan.ts";
import type { PlanEnvironmentOptions } from "../planEnvironment.ts";
import type { PlanAnswer, RefusedPlan } from "./answers.ts";
import { positiveNumber, projectOption } from "./environmentCommand.ts";
import { environmentPlanText } from "./environmentPlanText.ts";
import { exitCodes } from "./exitCodes.ts";
import { type PlanCommandOptions, type Question, questionOf } from "./planQuestion.ts";
import { planText } from "./planText.ts";
import { signalOfProcess } from "./signalOfProcess.ts";
import { labelled } from "./wrap.ts";

/** What is printed, and whether it says no. */
interface Answer {
  readonly refused: boolean;
  readonly json: PlanAnswer;
  readonly text: string;
}

/**
 * `panther plan`: the way of an environment to the release wanted, or from one release to another. A refusal is a finding;
 * the exit code is then 2.
 */
export function addPlanCommand(program: Command, setExitCode: (code: number) => void): void {
  program
    .command("plan")
    .description("show every hop to a release, and what it takes; changes nothing")
    .argument(
      "[environment]",
      "stacks/Pulumi.<environment>.yaml; left out: a plan by --from and --to alone, without AWS",
    )
    .option("--from <version>", "the release that runs; of an environment where AWS does not tell")
    .option("--to <version>", "the release wanted, for example v1.39.7; of an environment instead of its file's")
    .option("--catalog <file or URL>", 'another list of releases: {"versions": ["1.39.7", …]}')
    .option("--accept <codes...>", "accept these findings of an environment by name")
    .option("--changes", "of an environment: what the first hop changes, resource by resource, by a change set")
    .addOption(projectOption())
    .option("--region <region>", "without environment: its region, for the templates' URLs")
    .addOption(
      new Option("--release-bucket <bucket>", "without environment: bucket of yours with the releases").conflicts(
        "templateUrl",
      ),
    )
    .option("--template-url <pattern>", "without environment: URL of yours with {key} or {version}, and {region}")
    .option("--json", "print the plan as JSON")
    // As all commands about an environment take it; a plan looks once, and only a change set makes it wait.
    .addOption(new Option("--poll-seconds <seconds>").argParser(positiveNumber).hideHelp())
    .addHelpText("after", examples)
    .action(async (environment: string | undefined, options: PlanCommandOptions) => {
      const signal = options.changes ? signalOfProcess() : undefined;
      const question = questionOf(environment, options, signal);
      const answer = await answerTo(question, environment, options).catch((error: unknown) => {
        if (signal?.aborted) return undefined;
        throw error;
      });
      if (!answer) {
        process.stderr.write("panther: interrupted; the plan was not made.\n");
        setExitCode(exitCodes.interrupted);
        return;
      }
      const { refused, json, text } = answer;
      if (refused) setExitCode(exitCodes.refused);
      if (options.json) process.stdout.write(`${JSON.stringify(json)}\n`);
      else (refused ? process.stderr : process.stdout).write(`${text}\n`);
    });
}

const examples = `
Examples:
  panther plan prod                            what runs to what the file wants
  panther plan prod --to v1.38.5 --json        to another release, for scripts
  panther plan prod --changes                  what the first hop changes
  panther plan --from v1.36.0 --to v1.39.7     without environment and AWS`;

const noWay: Pick<RefusedPlan, "catalog" | "hops"> = { catalog: null, hops: [] };

async function answerTo(
  question: Question,
  environment: string | undefined,
  { from, to, region }: PlanCommandOptions,
): Promise<Answer> {
  if (question.kind === "environment") return await environmentAnswer(question.options);
  if (question.kind === "releases") return releasesAnswer(await planReleases(question.options));
  const asked = {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(region !== undefined && { region }),
  };
  const refused = refusedPlan(asked, question.findings);
  return { ...releasesAnswer(refused), json: { ...refused, ...noWay, environment: environment ?? null } };
}

function releasesAnswer(plan: Awaited<ReturnType<typeof planReleases>>): Answer {
  return { refused: isRefused(plan.findings), json: plan, text: planText(plan) };
}

async function environmentAnswer(options: PlanEnvironmentOptions): Promise<Answer> {
  const { planEnvironment } = await import("../planEnvironment.ts");
  let plan: EnvironmentPlan;
  try {
    plan = await planEnvironment(options);
  } catch (error) {
    // What keeps an environment from being looked at is an answer, too.
    if (!(error instanceof PantherError)) throw error;
    const { environment, from = null, to = null } = options;
    const finding: Finding = { severity: "error", code: error.code, message: error.message, fix: error.fix };
    const refused = refusedPlan({}, [finding]);
    return { refused: true, json: { ...refused, ...noWay, environment, from, to }, text: planText(refused) };
  }
  const refused = isRefused(plan.findings);
  const noHop = options.changes && !refused && releasesOnTheWay(plan).length === 0;
  const text = noHop ? `${environmentPlanText(plan)}\n${noHopText(plan)}` : environmentPlanText(plan);
  return { refused, json: plan, text };
}

function noHopText({ environment }: EnvironmentPlan): string {
  return labelled("", `What they change, resource by resource: panther deploy ${environment} --changes`);
}
