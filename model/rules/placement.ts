import type { Environment, RawConfiguration } from "../environment/environment.ts";
import { isMapping } from "../environment/problems.ts";

/** Where an environment stands: one place, of a Panther that is split over two accounts each of them. */
export interface Place {
  readonly environment: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
}

/** Environments that would stand in the same place. */
export interface PlacementProblem {
  /** At least two, in the order in which they were given. */
  readonly environments: readonly string[];
  readonly accountId: string;
  readonly region: string;
  readonly message: string;
  readonly fix: string;
}

/**
 * One Panther per account and region: its resources have names that don't tell two root stacks apart.
 * Source: Panther documentation, "Remove old Panther infrastructure" (namespace conflicts).
 */
export function placementProblems(places: readonly Place[]): readonly PlacementProblem[] {
  const byPlace = new Map<string, Place[]>();
  for (const place of places) {
    const key = `${place.accountId} ${place.region}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), place]);
  }
  return [...byPlace.values()].flatMap(([first, ...rest]) => (first && rest.length > 0 ? [problem(first, rest)] : []));
}

function problem({ accountId, region, environment }: Place, rest: readonly Place[]): PlacementProblem {
  const environments = [environment, ...rest.map((place) => place.environment)];
  return {
    environments,
    accountId,
    region,
    message: `Environments ${environments.join(" and ")} are in the same account and region, ${accountId} and ${region}, where there is room for one Panther.`,
    fix: "Correct the account or the region, or remove the file that is too many.",
  };
}

export function placesOf({ name, expectedAccountId, region, topology }: Environment): readonly Place[] {
  const backend = { environment: name, accountId: expectedAccountId, region };
  if (topology.kind === "standard") return [backend];
  const { webAccountId, webRegion } = topology.china;
  return [backend, { environment: name, accountId: webAccountId, region: webRegion }];
}

/** The places of an environment as far as a configuration that may be wrong elsewhere tells them. */
export function placesOfRaw(name: string, raw: RawConfiguration): readonly Place[] {
  const backend = placeOf(name, raw.expectedAccountId, raw.region);
  if (raw.topology !== "china" || !isMapping(raw.china)) return backend;
  return [...backend, ...placeOf(name, raw.china.webAccountId, raw.china.webRegion)];
}

function placeOf(environment: string, account: unknown, region: unknown): readonly Place[] {
  // As a number it has lost its leading zeros.
  const accountId = typeof account === "number" ? String(account).padStart(12, "0") : account;
  if (typeof accountId !== "string" || !/^\d{12}$/.test(accountId) || typeof region !== "string") return [];
  return [{ environment, accountId, region }];
}

/**
 * The account that AWS's documentation has in its examples. Nobody can deploy there, so a file that is a copy of an
 * example, with the account still to be filled in, takes no place from another.
 */
const documentationAccount = "123456789012";

/** Places without those that only examples have. */
export function realPlaces(places: readonly Place[]): readonly Place[] {
  return places.filter(({ accountId }) => accountId !== documentationAccount);
}
