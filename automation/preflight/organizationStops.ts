import { carriesTags } from "../../model/preflight/actionsOfTypes.ts";
import type { NeededActions } from "../../model/preflight/neededActions.ts";
import { type ContextValues, contextOf } from "../../model/preflight/requestContext.ts";
import {
  allowEverything,
  documentsOf,
  doubtfulPolicies,
  keysOfLevels,
  type ReadLevel,
  type Stop,
  stopsOf,
} from "../../model/preflight/servicePolicies.ts";
import type { SimulatedDecision } from "../../model/preflight/simulation.ts";
import type { OrganizationRequests } from "./organizationRequests.ts";
import { questionsOf, type SimulationApi, simulate } from "./simulate.ts";

export interface OrganizationStops {
  readonly stops: readonly Stop[];
  /** What would be stopped by a statement that asks about keys that nobody knows here. */
  readonly doubts: readonly Stop[];
}

/** Asks what service control policies stop, of one who is allowed everything by their own policies. */
export async function organizationStops(
  iam: SimulationApi,
  levels: readonly ReadLevel[],
  requests: OrganizationRequests,
): Promise<OrganizationStops> {
  const asksAboutTags = keysOfLevels(levels).some((key) => /^aws:(?:RequestTag\/|TagKeys$)/i.test(key));
  const parts = asksAboutTags ? apartByTags(requests) : [requests];
  const found = await Promise.all(parts.map((part) => stopsOfRequests(iam, levels, part)));
  return { stops: found.flatMap(({ stops }) => stops), doubts: found.flatMap(({ doubts }) => doubts) };
}

/** Most requests carry no tags, whatever those are that the deployment sends. */
function apartByTags({ needed, situation }: OrganizationRequests): readonly OrganizationRequests[] {
  const having = (isWanted: (action: string) => boolean) =>
    needed.flatMap(({ actions, resources }) => {
      const some = actions.filter(isWanted);
      return some.length === 0 ? [] : [{ actions: some, resources }];
    });
  return [
    { needed: having(carriesTags), situation },
    { needed: having((action) => !carriesTags(action)), situation: { ...situation, tags: {} } },
  ];
}

async function stopsOfRequests(
  iam: SimulationApi,
  levels: readonly ReadLevel[],
  { needed, situation }: OrganizationRequests,
): Promise<OrganizationStops> {
  const { values, unknown } = contextOf(keysOfLevels(levels), situation);
  const ordered = { kind: "policies", documents: [allowEverything], levels: levels.map(documentsOf) } as const;
  const [all, doubts] = await Promise.all([
    simulate(iam, ordered, needed, values),
    doubtsOf(iam, levels, needed, { values, unknown }),
  ]);
  // A simulator that does not know of levels says nothing of the organization.
  const open = all.filter((one) => !(one.decision === "allowed" && one.clearedByOrganization));
  const stops = await statementsOf(iam, levels, open, { values, unknown });
  const stopped = new Set(stops.map(({ decision }) => pairOf(decision)));
  const untold = open.filter((one) => one.decision !== "allowed" && !stopped.has(pairOf(one)));
  return {
    stops: [...stops, ...untold.map((decision) => ({ decision, where: "", unknownKeys: [] }))],
    doubts: doubts.filter(({ decision }) => !stopped.has(pairOf(decision))),
  };
}

interface Keys {
  readonly values: ContextValues;
  readonly unknown: ReadonlySet<string>;
}

/** The simulator names no statement of the organization's: each level is asked as if its policies were somebody's own. */
async function statementsOf(
  iam: SimulationApi,
  levels: readonly ReadLevel[],
  open: readonly SimulatedDecision[],
  { values, unknown }: Keys,
): Promise<readonly Stop[]> {
  if (open.length === 0) return [];
  const ofLevels = await Promise.all(
    levels.map(async (level) => {
      const documents = documentsOf(level);
      return stopsOf(level, await simulate(iam, { kind: "policies", documents }, questionsOf(open), values), unknown);
    }),
  );
  return ofLevels.flat();
}

async function doubtsOf(
  iam: SimulationApi,
  levels: readonly ReadLevel[],
  needed: readonly NeededActions[],
  { values, unknown }: Keys,
): Promise<readonly Stop[]> {
  const doubtful = doubtfulPolicies(levels, unknown);
  if (doubtful.policies.length === 0) return [];
  // Beside them everything is allowed, so that nothing but they can deny.
  const documents = [...documentsOf(doubtful), allowEverything];
  return stopsOf(doubtful, await simulate(iam, { kind: "policies", documents }, needed, values), unknown);
}

function pairOf({ action, resource }: SimulatedDecision): string {
  return `${action} ${resource}`;
}
