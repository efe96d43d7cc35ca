import { type Command, Option } from "commander";
import { type Finding, isRefused } from "../../model/finding.ts";
import type { TemplateSource } from "../../model/release/templateSource.ts";
import { type PlanOptions, planReleases, refusedPlan } from "../plan.ts";
import { exitCodes } from "./exitCodes.ts";
import { planText } from "./planText.ts";

interface PlanCommandOptions {
  readonly from?: string;
  readonly to?: string;
  readonly region?: string;
  readonly catalog?: string;
  readonly releaseBucket?: string;
  readonly templateUrl?: string;
  readonly json?: boolean;
}

type Question =
  | { readonly kind: "releases"; readonly options: PlanOptions }
  | { readonly kind: "wrong-use"; readonly findings: readonly Finding[] };

/** `panther plan`: the way from one release to another. A refusal is a finding; the exit code is then 2. */
export function addPlanCommand(program: Command, setExitCode: (code: number) => void): void {
  program
    .command("plan")
    .description("show every hop from one release to another; needs no environment and no AWS")
    .argument("[environment]", "not yet: plans are about releases, given with --from and --to")
    .option("--from <version>", "the release that runs")
    .option("--to <version>", "the release wanted, for example v1.39.7")
    .option("--region <region>", "region of the environment, for the templates' URLs")
    .option("--catalog <file or URL>", 'another list of releases: {"versions": ["1.39.7", …]}')
    .addOption(new Option("--release-bucket <bucket>", "bucket of yours with the releases").conflicts("templateUrl"))
    .option("--template-url <pattern>", "URL of yours with {key} or {version}, and if need be {region}")
    .option("--json", "print the plan as JSON")
    .action(async (environment: string | undefined, options: PlanCommandOptions) => {
      const question = questionOf(environment, options);
      const plan =
        question.kind === "releases" ? await planReleases(question.options) : refusedPlan(options, question.findings);
      const refused = isRefused(plan.findings);
      if (refused) setExitCode(exitCodes.refused);
      if (options.json) process.stdout.write(`${JSON.stringify(plan)}\n`);
      else (refused ? process.stderr : process.stdout).write(`${planText(plan)}\n`);
    });
}

function questionOf(environment: string | undefined, options: PlanCommandOptions): Question {
  const { from, to, region, catalog } = options;
  if (environment !== undefined) {
    const message = `panther plan can't look at an environment yet, so "${environment}" was not looked at.`;
    const fix = `panther status ${environment} shows what runs and what is wanted: give them as --from and --to.`;
    return { kind: "wrong-use", findings: [{ severity: "error", code: "environment-not-planned", message, fix }] };
  }
  if (from === undefined || to === undefined) {
    const missing = Object.entries({ "--from": from, "--to": to }).flatMap(([name, value]) =>
      value === undefined ? [name] : [],
    );
    return { kind: "wrong-use", findings: missing.map(optionMissing) };
  }
  const source = sourceOf(options);
  const asked = { from, to, ...(region !== undefined && { region }), ...(catalog !== undefined && { catalog }) };
  return { kind: "releases", options: { ...asked, ...(source && { source }) } };
}

function optionMissing(name: string): Finding {
  return {
    severity: "error",
    code: "option-missing",
    message: `${name} is missing.`,
    fix: "Name two releases, for example: panther plan --from 1.36.0 --to 1.39.7",
  };
}

function sourceOf({ releaseBucket, templateUrl }: PlanCommandOptions): TemplateSource | undefined {
  if (templateUrl !== undefined) return { kind: "pattern", pattern: templateUrl };
  return releaseBucket === undefined ? undefined : { kind: "bucket", bucket: releaseBucket };
}
