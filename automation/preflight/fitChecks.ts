import { PantherError } from "../../model/error.ts";
import { type Observation, pass } from "../../model/preflight/outcome.ts";
import { type PlannedCheck, plannedObservations } from "../../model/preflight/plannedFindings.ts";
import { deployedRoleObservation, existingRoleObservation } from "../../model/preflight/roleFit.ts";
import { stackFindings } from "../../model/release/plan/stackFindings.ts";
import { liveStack } from "../liveStack.ts";
import { observeStack } from "../observe.ts";
import { roleTemplate } from "../roleTemplate.ts";
import { certificateCheck } from "./certificateCheck.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { networkCheck } from "./networkCheck.ts";
import { quotasCheck } from "./quotasCheck.ts";
import { standingRole } from "./roleSubject.ts";
import { secretsCheck } from "./secretsCheck.ts";
import { servicesCheck } from "./servicesCheck.ts";

/** Tells what the plan found. */
function plannedCheck(code: PlannedCheck): Check<Context> {
  return {
    code,
    look: async ({ facts }) => {
      const { plan, findings } = await facts.plan();
      return plannedObservations(code, findings, plan.from === null);
    },
  };
}

export const fitChecks: readonly Check<Context>[] = [
  { code: "role-version", look: roleVersion },
  {
    code: "stack-states",
    look: async ({ run, facts }) => {
      const { deploymentRole } = run.environment;
      const { root } = await facts.observation();
      const role =
        deploymentRole.kind === "deploy" ? await observeStack(run.aws.stacks, deploymentRole.stackName) : undefined;
      const found = [root, role?.kind === "present" ? role : undefined].flatMap(stackFindings);
      return plannedObservations(
        "stack-states",
        found.map((finding) => ({ ...finding, accepted: false })),
        false,
      );
    },
  },
  plannedCheck("parameters"),
  plannedCheck("runtimes"),
  plannedCheck("plan"),
  plannedCheck("icp-recordal"),
  certificateCheck,
  networkCheck,
  secretsCheck,
  servicesCheck,
  quotasCheck,
];

async function roleVersion({ run, apis, facts }: Context): Promise<readonly Observation[]> {
  const { deploymentRole, version: wanted } = run.environment;
  if (deploymentRole.kind === "existing") {
    const role = await standingRole(run, apis.iam);
    const trust = role && decodeURIComponent(role.AssumeRolePolicyDocument ?? "");
    return [existingRoleObservation(deploymentRole.arn, trust)];
  }
  const stack = await observeStack(run.aws.stacks, deploymentRole.stackName);
  if (stack.kind === "absent") return [pass("The role is made by the first deploy.")];
  const observation = await facts.observation();
  const running = observation.kind === "running" ? observation.running?.version : undefined;
  const found = await roleTemplate(run, await liveStack(run.aws.stacks, stack.stackId), running).catch(
    (error: unknown) => {
      if (!(error instanceof PantherError)) throw error;
      return { kind: "unknown", reason: error.message } as const;
    },
  );
  return [deployedRoleObservation(found, { wanted, ...(running && { running }) })];
}
