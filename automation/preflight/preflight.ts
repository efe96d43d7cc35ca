import { setMaxListeners } from "node:events";
import { PantherError } from "../../model/error.ts";
import { failure } from "../../model/preflight/outcome.ts";
import { type CheckResult, checkResult, type PreflightAnswer, preflightAnswer } from "../../model/preflight/result.ts";
import type { AwsApis } from "../clients.ts";
import { loadEnvironment } from "../environmentFile.ts";
import { CallBudget } from "../monitor/callBudget.ts";
import { type Run, type RunOptions, startRun, webRun } from "../run.ts";
import { budgeted } from "./budgeted.ts";
import { allChecks } from "./checks.ts";
import type { ElsewhereApis, PreflightApis } from "./clients.ts";
import type { Context } from "./context.ts";
import { credentialFacts } from "./credentialFacts.ts";
import { type PlanOfSide, planOfSides, sideFacts } from "./facts.ts";
import { once } from "./once.ts";
import { runChecks } from "./runChecks.ts";

export interface PreflightOptions extends Omit<RunOptions, "report" | "callsPerSecond" | "journalTo"> {
  /** Calls to each service, of each account, as an average over ten seconds. */
  readonly callsPerSecond?: number;
  /** Files with service control policies, each a JSON document; left out: AWS Organizations is asked. */
  readonly scpFiles?: readonly string[];
  /** AWS profile that may read the organization: of its management account, or of a delegated one; left out: the environment's. */
  readonly organizationsProfile?: string;
  /** Told of each check when its result is there. */
  readonly onResult?: (result: CheckResult) => void;
}

// Each service has limits of its own, and other tools call it as well.
const defaultCallsPerSecond = 10;

const identityCodes = ["wrong-account", "credentials-expired", "credentials-missing", "credentials-not-accepted"];

/**
 * Looks for what would fail a deploy or an upgrade of an environment; of a split in China on both sides. Changes nothing.
 * @throws PantherError when the environment's file is wrong; the signal's reason.
 */
export async function preflight(options: PreflightOptions): Promise<PreflightAnswer> {
  const { onResult: _, callsPerSecond: __, scpFiles: ___, organizationsProfile: ____, ...rest } = options;
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

export type Asked = Pick<PreflightOptions, "scpFiles" | "organizationsProfile">;

/**
 * What the checks look at, one for each side of the environment.
 * @param known the plan, where there is one already
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
  return [
    await contextOf(backend, profileOf(started, "backend"), planOf, asked),
    ...(budgetedWeb ? [await contextOf(budgetedWeb, profileOf(started, "web"), planOf, asked)] : []),
  ];
}

interface Budgeted {
  readonly run: Run;
  readonly within: <Api extends object>(api: Api) => Api;
}

function inBudget(run: Run, callsPerSecond: number): Budgeted {
  const { timing, signal, aws } = run;
  const within = <Api extends object>(api: Api) =>
    budgeted(api, new CallBudget({ callsPerSecond, aheadSeconds: 10, timing, random: Math.random }), signal);
  const all: AwsApis = {
    stacks: within(aws.stacks),
    builds: within(aws.builds),
    logs: within(aws.logs),
    objects: within(aws.objects),
    identity: within(aws.identity),
  };
  return { run: { ...run, aws: all }, within };
}

function profileOf({ environment: { topology } }: Run, side: "backend" | "web"): string | undefined {
  if (topology.kind === "standard") return undefined;
  return side === "web" ? topology.china.webProfile : topology.china.profile;
}

async function contextOf(
  { run, within }: Budgeted,
  profile: string | undefined,
  planOf: PlanOfSide,
  { scpFiles = [], organizationsProfile = run.environment.organizations?.profile }: Asked,
): Promise<Context> {
  // A dozen clients that nothing else needs.
  const { preflightClients } = await import("./clients.ts");
  const options = { runId: run.id, region: run.environment.region, ...(profile !== undefined && { profile }) };
  const { apis, elsewhere, credentials } = preflightClients(options);
  const organization =
    organizationsProfile === undefined
      ? apis.organization
      : preflightClients({ ...options, profile: organizationsProfile }).apis.organization;
  const entries = Object.entries({ ...apis, organization }).map(([name, api]) => [name, within(api)]);
  const budgetedApis = Object.fromEntries(entries) as PreflightApis;
  const regions = new Map<string, ElsewhereApis>([[run.environment.region, budgetedApis]]);
  const inRegion = (region: string) => {
    const known = regions.get(region);
    if (known) return known;
    const { secrets, keys } = elsewhere(region);
    const made = { secrets: within(secrets), keys: within(keys) };
    regions.set(region, made);
    return made;
  };
  return {
    run,
    apis: budgetedApis,
    inRegion,
    facts: sideFacts(run, planOf),
    scpFiles,
    credentials: once(async () => credentialFacts(await credentials())),
  };
}
