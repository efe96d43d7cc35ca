import { recordalFinding } from "../model/china/recordal.ts";
import type { EnvironmentPlan } from "../model/release/environmentPlan.ts";
import type { StepDuration } from "../model/release/plan/durations.ts";
import { type PlanFinding, planFinding } from "../model/release/plan/planFindings.ts";
import { type PlannedCopies, plannedCopies } from "./china/plannedCopies.ts";
import { type Observation, observeEnvironment, reportObserved } from "./observeEnvironment.ts";
import { type PlannedRun, planRun, type WantedRelease } from "./planRun.ts";
import { type Run, webRun } from "./run.ts";

/** One side of an environment: what was seen, and what is planned. */
export interface PlannedSide extends PlannedRun {
  readonly run: Run;
  readonly observation: Observation;
}

/** An environment with all that it consists of; `plan` is of all sides together. */
export interface PlannedSides extends PlannedSide {
  /** Missing where there is no split. */
  readonly web?: PlannedSide;
}

/** Looks at an environment, of a split at both sides, and plans its way. Changes nothing. */
export async function planSides(
  run: Run,
  wanted: WantedRelease,
  durations?: readonly StepDuration[],
): Promise<PlannedSides> {
  const observation = await observeEnvironment(run);
  reportObserved(run, observation);
  const planned = await planRun(run, observation, wanted, durations);
  const web = webRun(run);
  if (!web) return { run, observation, ...planned };
  const seen = await observeEnvironment(web);
  reportObserved(web, seen);
  const ofWeb = await planRun(web, seen, wantedOfWeb(seen, wanted), durations);
  const copied = await plannedCopies(run, planned);
  return {
    ...{ run, observation, checked: planned.checked },
    plan: together(withRecordal(run, observation, planned.plan), ofWeb.plan, copied),
    web: { run: web, observation: seen, ...ofWeb },
  };
}

/** The web side follows: it is deployed where it does not stand, and goes through every minor that it lags behind. */
function wantedOfWeb(observation: Observation, { to, source, mode, from }: WantedRelease): WantedRelease {
  const running = observation.kind === "running" ? observation.running?.version : undefined;
  const isDeployed = observation.kind === "nothing" || (mode === "deploy" && running === to);
  return { to, source, mode: isDeployed ? "deploy" : "upgrade", ...(from !== undefined && { from }) };
}

/** Once a backend stands, what its gateway answers tells more. */
function withRecordal({ environment, accept }: Run, observation: Observation, plan: EnvironmentPlan): EnvironmentPlan {
  if (observation.kind !== "nothing") return plan;
  const { expectedAccountId: accountId, region } = environment;
  const finding: PlanFinding = planFinding(recordalFinding({ accountId, region }), [], accept);
  return { ...plan, findings: [...plan.findings, finding] };
}

function together(
  backend: EnvironmentPlan,
  { findings, ...web }: EnvironmentPlan,
  { copies, findings: ofCopies }: PlannedCopies,
): EnvironmentPlan {
  const ofWeb = findings.map((finding) => ({ ...finding, side: "web" }) as const);
  const all = [...backend.findings, ...ofCopies, ...ofWeb].filter(
    // Said for the side of which AWS does not tell.
    ({ code }) => code !== "from-not-used" || (backend.fromSource !== "user" && web.fromSource !== "user"),
  );
  const isError = ({ severity }: { readonly severity: string }) => severity === "error";
  const known = new Set(backend.manualSteps.map(({ text }) => text));
  return {
    ...backend,
    findings: [...all.filter(isError), ...all.filter((finding) => !isError(finding))],
    web: { ...web, manualSteps: web.manualSteps.filter(({ text }) => !known.has(text)) },
    copies,
  };
}
