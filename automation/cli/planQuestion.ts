import type { Finding } from "../../model/finding.ts";
import type { TemplateSource } from "../../model/release/templateSource.ts";
import type { Report } from "../events.ts";
import type { PlanOptions } from "../plan.ts";
import type { PlanEnvironmentOptions } from "../planEnvironment.ts";
import { realTiming } from "../timing.ts";
import { labelled } from "./wrap.ts";

/** As commander reads them. */
export interface PlanCommandOptions {
  readonly from?: string;
  readonly to?: string;
  readonly region?: string;
  readonly catalog?: string;
  readonly releaseBucket?: string;
  readonly templateUrl?: string;
  readonly accept?: readonly string[];
  readonly project: string;
  readonly changes?: boolean;
  readonly pollSeconds?: number;
  readonly json?: boolean;
}

/** What is asked, or why that is no question. */
export type Question =
  | { readonly kind: "releases"; readonly options: PlanOptions }
  | { readonly kind: "environment"; readonly options: PlanEnvironmentOptions }
  | { readonly kind: "wrong-use"; readonly findings: readonly Finding[] };

/** What a command line asks for. @param signal given where the answer may take a while */
export function questionOf(
  environment: string | undefined,
  options: PlanCommandOptions,
  signal: AbortSignal | undefined,
): Question {
  return environment === undefined ? aboutReleases(options) : aboutEnvironment(environment, options, signal);
}

function aboutEnvironment(environment: string, options: PlanCommandOptions, signal: AbortSignal | undefined): Question {
  const { region, releaseBucket, templateUrl, from, to, catalog, accept, project, changes, pollSeconds } = options;
  const misplaced = namesOf({ "--region": region, "--release-bucket": releaseBucket, "--template-url": templateUrl });
  if (misplaced.length > 0) return { kind: "wrong-use", findings: misplaced.map(notForEnvironment) };
  const asked = {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(catalog !== undefined && { catalog }),
    ...(accept !== undefined && { accept }),
    ...(changes && { changes, report: noticeToStderr }),
    ...(signal && { signal }),
    ...(pollSeconds !== undefined && { timing: realTiming(pollSeconds * 1000) }),
  };
  const whole = { environment, projectDirectory: project, ...asked };
  return { kind: "environment", options: whole };
}

/** What can't wait for the answer, or would be lost with it: a change set that could not be removed. */
const noticeToStderr: Report = (event) => {
  if (event.type === "notice") process.stderr.write(`${labelled("note: ", event.message)}\n`);
};

function aboutReleases(options: PlanCommandOptions): Question {
  if (options.changes) return { kind: "wrong-use", findings: [environmentMissing] };
  const { from, to, region, catalog } = options;
  if (from === undefined || to === undefined) {
    const given = namesOf({ "--from": from, "--to": to });
    const missing = ["--from", "--to"].filter((name) => !given.includes(name));
    return { kind: "wrong-use", findings: missing.map(optionMissing) };
  }
  const source = sourceOf(options);
  const asked = { from, to, ...(region !== undefined && { region }), ...(catalog !== undefined && { catalog }) };
  return { kind: "releases", options: { ...asked, ...(source && { source }) } };
}

function namesOf(options: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

function notForEnvironment(name: string): Finding {
  return {
    severity: "error",
    code: "option-not-for-environment",
    message: `${name} is for plans without an environment: an environment's file says it.`,
    fix: `Leave ${name} out, or change the file.`,
  };
}

const environmentMissing: Finding = {
  severity: "error",
  code: "option-for-environment",
  message: "--changes is for an environment: CloudFormation tells what would change of what runs.",
  fix: "Name one, as in: panther plan prod --changes",
};

function optionMissing(name: string): Finding {
  return {
    severity: "error",
    code: "option-missing",
    message: `${name} is missing.`,
    fix: "Name an environment, as in: panther plan prod; or two releases: panther plan --from 1.36.0 --to 1.39.7",
  };
}

function sourceOf({ releaseBucket, templateUrl }: PlanCommandOptions): TemplateSource | undefined {
  if (templateUrl !== undefined) return { kind: "pattern", pattern: templateUrl };
  return releaseBucket === undefined ? undefined : { kind: "bucket", bucket: releaseBucket };
}
