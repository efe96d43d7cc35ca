import type { CheckCode } from "../../model/preflight/checkCatalog.ts";
import type { FixedName } from "../../model/preflight/fixedNames.ts";
import { type Existing, isOwned, isPanthers, leftoverObservations } from "../../model/preflight/leftovers.ts";
import { otherStackObservations } from "../../model/preflight/otherStacks.ts";
import { failure, pass, warning } from "../../model/preflight/outcome.ts";
import { pages } from "../pages.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { existingBuckets, existingQueues, existingTables, existingTopics } from "./dataSources.ts";
import {
  existingAliases,
  existingLogGroups,
  existingPolicies,
  existingProjects,
  existingRoles,
  existingTagged,
} from "./leftoverSources.ts";
import { ownStackNames } from "./ownedResources.ts";

/** A check that compares names: those that the release gives, and those that are there. */
function namesCheck(
  code: CheckCode,
  things: string,
  read: (context: Context, expected: readonly FixedName[]) => Promise<readonly Existing[]>,
): Check<Context> {
  return {
    code,
    look: async (context) => {
      const { facts, run } = context;
      const [expected, owned, others] = await Promise.all([facts.names(), facts.owned(), facts.others()]);
      const { expectedAccountId: accountId, region } = run.environment;
      const existing = await read(context, expected);
      return leftoverObservations({ things, expected, existing, owned, others, place: { accountId, region } });
    },
  };
}

const listedTypes = ["AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::SNS::Topic", "AWS::SQS::Queue"];

/** Of what has a check of its own only that is told by tags which its name does not give away. */
function isListed({ type, name }: Existing): boolean {
  return listedTypes.includes(type) && isPanthers({ type, name });
}

export const leftoverChecks: readonly Check<Context>[] = [
  {
    code: "leftover-stacks",
    look: async ({ run, facts }) => {
      const [stacks, observation] = await Promise.all([facts.stacks(), facts.observation()]);
      return otherStackObservations(stacks, ownStackNames(run), observation.kind === "running");
    },
  },
  namesCheck("leftover-roles", "roles", ({ apis }) => existingRoles(apis)),
  namesCheck("leftover-policies", "policies", ({ apis }) => existingPolicies(apis)),
  namesCheck("leftover-log-groups", "log groups", ({ apis }, expected) => existingLogGroups(apis, expected)),
  namesCheck("leftover-aliases", "key aliases", ({ apis }) => existingAliases(apis)),
  namesCheck("leftover-project", "CodeBuild projects", (context, expected) => existingProjects(context, expected)),
  namesCheck("leftover-buckets", "buckets", ({ apis, run }, expected) =>
    existingBuckets(apis, expected, run.environment.region),
  ),
  namesCheck("leftover-tables", "tables", ({ apis }) => existingTables(apis)),
  namesCheck("leftover-topics", "topics", ({ apis }) => existingTopics(apis)),
  namesCheck("leftover-queues", "queues", ({ apis }, expected) => existingQueues(apis, expected)),
  namesCheck("leftover-tagged", "functions, clusters, repositories and what has other names", async ({ apis }) =>
    (await existingTagged(apis)).filter((one) => !isListed(one)),
  ),
  {
    code: "leftover-detector",
    look: async ({ apis, facts, run }) => {
      const type = "AWS::GuardDuty::Detector";
      const wanted = (await facts.resources()).some((resource) => resource.type === type);
      if (!wanted) return [pass("The release makes no GuardDuty detector.")];
      const { DetectorIds = [] } = await apis.detectors.listDetectors({});
      const owned = await facts.owned();
      const foreign = DetectorIds.filter((name) => !isOwned({ type, name }, owned));
      if (foreign.length === 0) return [pass("GuardDuty is not on in another way.")];
      const message = "GuardDuty is on in this region, and an account has one detector a region.";
      const commands = foreign.map(
        (id) => `aws guardduty delete-detector --detector-id '${id}' --region ${run.environment.region}`,
      );
      const fix = `Set EnableGuardDuty to false. If nothing uses GuardDuty here any more:\n${commands.join("\n")}`;
      return [failure(message, fix, { evidence: foreign })];
    },
  },
  {
    code: "leftover-secrets",
    look: async ({ run, apis, facts }) => {
      const deleted: { name: string; until: string }[] = [];
      for await (const page of pages((token) => apis.secrets.listSecrets({ IncludePlannedDeletion: true, ...token }))) {
        for (const { Name: name = "", DeletedDate } of page.SecretList ?? []) {
          if (DeletedDate && /panther/i.test(name)) deleted.push({ name, until: DeletedDate.toISOString() });
        }
      }
      const { region } = run.environment;
      const { topology } = run.backend?.environment ?? run.environment;
      const made = run.side === "web" && topology.kind === "china" ? topology.china.secretName : undefined;
      const commands = (verb: string) =>
        deleted.map(({ name }) => `aws secretsmanager ${verb} --secret-id '${name}' --region ${region}`).join("\n");
      const evidence = deleted.map(({ name, until }) => `${name}, deleted ${until}`);
      if (deleted.length === 0) return [pass("No secret with a name of Panther's is scheduled for deletion.")];
      const restore = `To have it back:\n${commands("restore-secret")}`;
      const free = `To have the name back:\n${commands("delete-secret --force-delete-without-recovery")}`;
      if (made === undefined || !deleted.some(({ name }) => name === made)) {
        const fix = `${restore}\n${free}`;
        return [warning("Secrets with names of Panther's are scheduled for deletion.", fix, { evidence })];
      }
      const message = `The secret ${made} is scheduled for deletion, and its name is taken until then.`;
      if ((await facts.observation()).kind === "running")
        return [failure(message, `${restore}\n${free}`, { evidence })];
      // After a teardown: Pulumi's state has it no more, and Secrets Manager creates none whose name is taken.
      const fix = `${free}\nA deploy makes it anew, with a new key. One that is restored is in the way as well.`;
      return [failure(message, fix, { evidence })];
    },
  },
];
