import { callerActions, type ReleaseActions, releaseActions } from "../../model/preflight/neededActions.ts";
import { permissionObservations } from "../../model/preflight/permissions.ts";
import { callerSubject } from "./callerSubject.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { roleArnOf } from "./roleSubject.ts";
import { simulate } from "./simulate.ts";
import { simulateRole } from "./simulateRole.ts";

export const permissionChecks: readonly Check<Context>[] = [
  {
    code: "caller-permissions",
    look: async (context) => {
      const subject = await callerSubject(context);
      if (!("kind" in subject)) return [subject];
      const { needed, unknownTypes } = await neededOfCaller(context);
      const decisions = await simulate(context.apis.iam, subject, needed);
      const fix = "Allow these actions to the caller's user or role.";
      return permissionObservations("the caller", decisions, { fix, notSimulated: unknownTypes });
    },
  },
  {
    code: "role-permissions",
    look: async (context) => {
      const { rootStackName, region, expectedAccountId: accountId, tags } = context.run.environment;
      const resources = await context.facts.releaseResources();
      const { needed, unknownTypes } = releaseActions(resources, { accountId, region, rootStackName, tags });
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

/** Stacks and the build; and all that is in the role's stack, which CloudFormation makes with the caller's permissions. */
export async function neededOfCaller({ run, facts }: Pick<Context, "run" | "facts">): Promise<ReleaseActions> {
  const { rootStackName, region, expectedAccountId: accountId, deploymentRole, tags } = run.environment;
  const place = { accountId, region, rootStackName };
  const name = roleArnOf(run).split(":role/").at(-1) ?? "";
  if (deploymentRole.kind === "existing") {
    return { needed: callerActions({ ...place, role: { name } }), unknownTypes: [] };
  }
  const { stackName } = deploymentRole;
  const ofRole = releaseActions(await facts.roleResources(), { ...place, rootStackName: stackName, tags });
  return {
    needed: [...callerActions({ ...place, role: { name, stackName } }), ...ofRole.needed],
    unknownTypes: ofRole.unknownTypes,
  };
}
