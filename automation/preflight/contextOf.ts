import type { Principal } from "../../model/preflight/principal.ts";
import type { AwsApis } from "../clients.ts";
import { CallBudget } from "../monitor/callBudget.ts";
import type { Run } from "../run.ts";
import { budgeted } from "./budgeted.ts";
import type { ElsewhereApis, PreflightApis } from "./clients.ts";
import type { Context } from "./context.ts";
import { credentialFacts } from "./credentialFacts.ts";
import { type PlanOfSide, sideFacts } from "./facts.ts";
import { once } from "./once.ts";

/** What is wanted of the checks. */
interface Wanted {
  readonly scpFiles?: readonly string[];
  readonly organizationsProfile?: string;
  readonly principals: readonly Principal[];
}

export interface Budgeted {
  readonly run: Run;
  readonly within: <Api extends object>(api: Api) => Api;
}

/** A side whose calls keep to a budget of each service. */
export function inBudget(run: Run, callsPerSecond: number): Budgeted {
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

/** The backend's environment names the profiles of both. */
function profileOf({ environment, backend, side }: Run): string | undefined {
  const { topology } = (backend ?? { environment }).environment;
  if (topology.kind === "standard") return undefined;
  return side === "web" ? topology.china.webProfile : topology.china.profile;
}

/** What the checks of a side look at. */
export async function contextOf(
  { run, within }: Budgeted,
  planOf: PlanOfSide,
  { scpFiles = [], organizationsProfile = run.environment.organizations?.profile, principals }: Wanted,
): Promise<Context> {
  // A dozen clients that nothing else needs.
  const { preflightClients } = await import("./clients.ts");
  const profile = profileOf(run);
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
    principals,
    credentials: once(async () => credentialFacts(await credentials())),
  };
}
