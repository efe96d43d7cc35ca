import { callerActions, releaseActions } from "../../model/preflight/neededActions.ts";
import { permissionObservations } from "../../model/preflight/permissions.ts";
import { callerSubject } from "./callerSubject.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { simulate } from "./simulate.ts";
import { simulateRole } from "./simulateRole.ts";

export const permissionChecks: readonly Check<Context>[] = [
  {
    code: "caller-permissions",
    look: async (context) => {
      const { rootStackName, region, expectedAccountId: accountId, deploymentRole } = context.run.environment;
      const subject = await callerSubject(context);
      if (!("kind" in subject)) return [subject];
      const role =
        deploymentRole.kind === "deploy"
          ? { name: deploymentRole.roleName, stackName: deploymentRole.stackName }
          : { name: deploymentRole.arn.split(":role/").at(-1) ?? "" };
      const decisions = await simulate(
        context.apis.iam,
        subject,
        callerActions({ accountId, region, rootStackName, role }),
      );
      const fix = "Allow these actions to the caller's user or role.";
      return permissionObservations("the caller", decisions, { fix, notSimulated: [] });
    },
  },
  {
    code: "role-permissions",
    look: async (context) => {
      const { rootStackName, region, expectedAccountId: accountId } = context.run.environment;
      const resources = await context.facts.releaseResources();
      const { needed, unknownTypes } = releaseActions(resources, { accountId, region, rootStackName });
      const { decisions, notes } = await simulateRole(context, needed);
      if (decisions.length === 0) return notes;
      const fix = "Deploy the role's template of the release's minor, or have these actions allowed to the role.";
      return [
        ...permissionObservations("the deployment role", decisions, { fix, notSimulated: unknownTypes }),
        ...notes,
      ];
    },
  },
];
