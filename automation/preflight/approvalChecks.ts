import { PantherError } from "../../model/error.ts";
import { type ApprovalPlace, roleReadsObservation, unreadableObservation } from "../../model/preflight/approval.ts";
import { pass, unknown } from "../../model/preflight/outcome.ts";
import { partitionOf } from "../../model/release/partition.ts";
import { roleSource } from "../../model/release/releaseTemplates.ts";
import type { Run } from "../run.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { simulateRole } from "./simulateRole.ts";

export const approvalChecks: readonly Check<Context>[] = [
  {
    code: "approved-release",
    look: async ({ run, facts }) => {
      const { kind } = run.environment.templateSource;
      try {
        const { nested, unread } = await facts.target();
        const count = Object.keys(nested).length;
        if (unread.length === 0) return [pass(`The root template and ${count} nested ones can be read.`)];
        const message = `The root template can be read, and ${unread.length} nested ones can't be by the caller.`;
        const fix = "If the deployment role can read them, nothing is wrong.";
        return [unknown(message, fix, { evidence: unread })];
      } catch (error) {
        if (!(error instanceof PantherError)) throw error;
        return [unreadableObservation(error, placeOf(run, kind === "panther" || kind === "proxy"))];
      }
    },
  },
  {
    code: "approved-role-template",
    look: async ({ run, facts }) => {
      const { deploymentRole, region, templateSource } = run.environment;
      if (deploymentRole.kind === "existing") return [pass("Somebody else manages the role: no template is needed.")];
      try {
        return [pass("The role's template can be read.", { evidence: [(await facts.role()).url] })];
      } catch (error) {
        if (!(error instanceof PantherError)) throw error;
        const ofPanther = roleSource(region, templateSource).kind === "panther";
        return [unreadableObservation(error, placeOf(run, ofPanther))];
      }
    },
  },
  {
    code: "role-reads-release",
    look: async (context) => {
      const { objects } = await context.facts.target();
      const { name: partition } = partitionOf(context.run.environment.region);
      const resources = objects.map(({ bucket, key }) => `arn:${partition}:s3:::${bucket}/${key}`);
      if (resources.length === 0) return [pass("The templates name no objects.")];
      const { decisions, notes } = await simulateRole(context, [{ actions: ["s3:GetObject"], resources }]);
      return decisions.length === 0 ? notes : [roleReadsObservation(resources.length, decisions), ...notes];
    },
  },
];

function placeOf({ environment }: Run, ofPanther: boolean): ApprovalPlace {
  const { expectedAccountId: accountId, region, version: release } = environment;
  return { accountId, region, release, ofPanther };
}
