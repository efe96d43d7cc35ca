import { setMaxListeners } from "node:events";
import { PantherError } from "../../model/error.ts";
import { failure } from "../../model/preflight/outcome.ts";
import { principalOf, principalsOf } from "../../model/preflight/principal.ts";
import { type CheckResult, checkResult, type PreflightAnswer, preflightAnswer } from "../../model/preflight/result.ts";
import { loadEnvironment } from "../environmentFile.ts";
import { type Run, type RunOptions, startRun, webRun } from "../run.ts";
import { allChecks } from "./checks.ts";
import type { Context } from "./context.ts";
import { contextOf, inBudget } from "./contextOf.ts";
import { type PlanOfSide, planOfSides } from "./facts.ts";
import { runChecks } from "./runChecks.ts";

export interface PreflightOptions extends Omit<RunOptions, "report" | "callsPerSecond" | "journalTo"> {
  /** Calls to each service, of each account, as an average over ten seconds. */
  readonly callsPerSecond?: number;
  /** Files with service control policies, each a JSON document; left out: AWS Organizations is asked. */
  readonly scpFiles?: readonly string[];
  /** AWS profile that may read the organization: of its management account, or of a delegated one; left out: the environment's. */
  readonly organizationsProfile?: string;
  /** ARNs of IAM roles or users, one for each account, whose permissions are asked about; left out: the caller's. */
  readonly principals?: readonly string[];
  /** Told of each check when its result is there. */
  readonly onResult?: (result: CheckResult) => void;
}

// Each service has limits of its own, and other tools call it as well.
const defaultCallsPerSecond = 10;

const identityCodes = ["wrong-account", "credentials-expired", "credentials-missing", "credentials-not-accepted"];

/**
 * Looks for what would fail a deploy or an upgrade of an environment; of a split in China on both sides. Changes nothing.
 * @throws PantherError when the environment's file is wrong, `principal-wrong`; the signal's reason.
 */
export async function preflight(options: PreflightOptions): Promise<PreflightAnswer> {
  const {
    onResult: _,
    callsPerSecond: __,
    scpFiles: ___,
    organizationsProfile: ____,
    principals = [],
    ...rest
  } = options;
  for (const arn of principals) principalOf(arn);
  let run: Run;
  try {
    run = await startRun({ ...rest, callsPerSecond: 0 });
  } catch (error) {
    if (error instanceof PantherError && identityCodes.includes(error.code)) return await notLetIn(options, error);
    throw error;
  }
  return await checkRun(run, options);
}

/**
 * Makes all checks for what a run's environment wants, on both sides where there are two. Changes nothing.
 * @param known the plan, where there is one already
 * @throws the signal's reason
 */
export async function checkRun(
  run: Run,
  {
    callsPerSecond = defaultCallsPerSecond,
    onResult,
    ...asked
  }: Asked & Pick<PreflightOptions, "callsPerSecond" | "onResult">,
  known?: PlanOfSide,
): Promise<PreflightAnswer> {
  const { accept, environment, signal } = run;
  const sides = await sidesToCheck(run, callsPerSecond, asked, known);
  const told = onResult ? { onResult } : {};
  const results = await Promise.all(
    sides.map((context) => {
      const side = context.run.side === "web" ? ({ side: "web" } as const) : {};
      return runChecks(allChecks, context, { signal, accept, ...told, ...side });
    }),
  );
  const subject = {
    environment: environment.name,
    accountId: environment.expectedAccountId,
    region: environment.region,
    release: environment.version,
    caller: run.caller,
  };
  return preflightAnswer(subject, results.flat());
}

/** All calls that are under way listen to it: Node.js would take them for a leak. */
function ofManyListeners(signal: AbortSignal): AbortSignal {
  const own = AbortSignal.any([signal]);
  setMaxListeners(0, own);
  return own;
}

/** Without the right credentials there is one thing to say. */
async function notLetIn(
  { projectDirectory, environment: name, accept = [] }: PreflightOptions,
  { message, fix }: PantherError,
): Promise<PreflightAnswer> {
  const environment = await loadEnvironment(projectDirectory, name);
  const subject = {
    environment: name,
    accountId: environment.expectedAccountId,
    region: environment.region,
    release: environment.version,
    caller: null,
  };
  return preflightAnswer(subject, [checkResult("account", [failure(message, fix)], { accept })]);
}

export type Asked = Pick<PreflightOptions, "scpFiles" | "organizationsProfile" | "principals">;

/**
 * What the checks look at, one for each side of the environment.
 * @param known the plan, where there is one already
 * @throws PantherError `principal-wrong`
 */
export async function sidesToCheck(
  run: Run,
  callsPerSecond: number,
  asked: Asked,
  known?: PlanOfSide,
): Promise<readonly Context[]> {
  const started = { ...run, signal: ofManyListeners(run.signal) };
  const backend = inBudget(started, callsPerSecond);
  const web = webRun(started);
  const budgetedWeb = web && inBudget(web, callsPerSecond);
  const withWeb: Run =
    started.web && budgetedWeb ? { ...backend.run, web: { ...started.web, aws: budgetedWeb.run.aws } } : backend.run;
  const planOf = known ?? planOfSides(withWeb);
  const environments = [started, ...(web ? [web] : [])].map(({ environment }) => environment);
  const wanted = { ...asked, principals: principalsOf(asked.principals ?? [], environments) };
  return [
    await contextOf(backend, planOf, wanted),
    ...(budgetedWeb ? [await contextOf(budgetedWeb, planOf, wanted)] : []),
  ];
}
