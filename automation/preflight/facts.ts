import type { WayPlan } from "../../model/release/environmentPlan.ts";
import type { StepDuration } from "../../model/release/plan/durations.ts";
import type { PlanFinding } from "../../model/release/plan/planFindings.ts";
import { lastDurations } from "../history.ts";
import { type Observation, observeEnvironment } from "../observeEnvironment.ts";
import { planSides } from "../planSides.ts";
import type { Run } from "../run.ts";
import { once } from "./once.ts";

/** The plan of one side. */
export interface SidePlan {
  readonly plan: WayPlan;
  /** About this side. */
  readonly findings: readonly PlanFinding[];
}

/** What several checks need, looked up once. */
export interface SideFacts {
  readonly observation: () => Promise<Observation>;
  readonly plan: () => Promise<SidePlan>;
}

/** Both sides are planned together; of the answer each has its own part. */
export function planOfSides(backend: Run): (side: "web" | undefined) => Promise<SidePlan> {
  const planned = once(async () => {
    const { environment, projectDirectory } = backend;
    const durations: readonly StepDuration[] = await lastDurations(projectDirectory, environment.name);
    return (await planSides(backend, { to: environment.version, source: "file" }, durations)).plan;
  });
  return async (side) => {
    const { findings, ...plan } = await planned();
    return {
      plan: side === "web" && plan.web ? plan.web : plan,
      findings: findings.filter((one) => one.side === side),
    };
  };
}

export function sideFacts(run: Run, planOf: (side: "web" | undefined) => Promise<SidePlan>): SideFacts {
  return {
    observation: once(() => observeEnvironment(run)),
    plan: once(() => planOf(run.side === "web" ? "web" : undefined)),
  };
}
