import { callerQuestions } from "../../model/preflight/callerContext.ts";
import { releaseActions } from "../../model/preflight/neededActions.ts";
import { failure } from "../../model/preflight/outcome.ts";
import { permissionObservations } from "../../model/preflight/permissions.ts";
import { neededOfCaller } from "./callerRequests.ts";
import { callerSubject } from "./callerSubject.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { simulate } from "./simulate.ts";
import { simulateRole } from "./simulateRole.ts";

export const permissionChecks: readonly Check<Context>[] = [
  {
    code: "caller-permissions",
    look: async (context) => {
      const named = await callerSubject(context);
      if (!("subject" in named)) return [named];
      const { subject, who } = named;
      const { expectedAccountId: accountId, region, tags } = context.run.environment;
      const { requests, unknownTypes, boundary } = await neededOfCaller(context);
      const place = { accountId, region, principalArn: subject.arn, tags, now: context.run.timing.now() };
      const asked = callerQuestions(requests, place, boundary);
      try {
        const answers = asked.map(({ needed, values }) => simulate(context.apis.iam, subject, needed, values));
        const decisions = (await Promise.all(answers)).flat();
        const fix = `Allow these actions to ${who === "the caller" ? "the caller's user or role" : who}: panther permissions prints policies.`;
        return permissionObservations(who, decisions, { fix, notSimulated: unknownTypes });
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "NoSuchEntityException") throw error;
        return [failure(`IAM knows no ${subject.arn}.`, "Name one that is there, with its path.", { who: "you" })];
      }
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
