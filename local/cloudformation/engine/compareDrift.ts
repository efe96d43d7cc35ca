import { isRecord } from "../template/template.ts";
import { canonical } from "../template/text.ts";
import type { LiveResource, OutsideChange } from "../types.ts";
import type { CheckedDrift, Difference } from "./driftState.ts";
import type { ResourceState } from "./state.ts";

/**
 * What has become of a resource, by a look at it and by what it is said to have been changed to. As on AWS, a property
 * that the template does not set is compared only where somebody is said to have set it.
 */
export function compareDrift(
  record: ResourceState,
  live: LiveResource | undefined,
  changes: readonly OutsideChange["change"][],
): CheckedDrift {
  // Masked where a NoEcho parameter is in it; both sides are, since one alone would tell nothing true.
  const expected = JSON.parse(record.shownProperties) as Record<string, unknown>;
  if (live?.kind === "gone" || changes.some(({ kind }) => kind === "deleted")) return { status: "DELETED", expected };
  if (!live && changes.length === 0) return { status: "NOT_CHECKED" };
  const found = live ? differencesOf(record.properties, live.properties, "") : [];
  for (const change of changes) if (change.kind === "property") found.push(changed(record.properties, change));
  const differences = found
    .filter((difference) => canonical(difference.expected ?? null) !== canonical(difference.actual ?? null))
    .map((difference) => masked(difference, record.properties, expected));
  const actual: unknown = structuredClone(expected);
  for (const difference of differences) put(actual, segmentsOf(difference.path), difference.actual);
  return { status: differences.length > 0 ? "MODIFIED" : "IN_SYNC", expected, actual, differences };
}

function differencesOf(expected: unknown, actual: unknown, path: string): Difference[] {
  if (isRecord(expected) && isRecord(actual)) {
    return Object.entries(expected).flatMap(([key, value]) =>
      // On the first level, what could not be read is not there.
      path === "" && !(key in actual) ? [] : differencesOf(value, actual[key], `${path}/${escaped(key)}`),
    );
  }
  // CloudFormation sends scalars as text, and services answer numbers.
  const same = typeof expected !== "object" && String(expected) === String(actual);
  return same ? [] : [{ path, expected, ...(actual !== undefined && { actual }) }];
}

function changed(
  properties: unknown,
  { property, value }: Extract<OutsideChange["change"], { kind: "property" }>,
): Difference {
  const segments = property.startsWith("/") ? segmentsOf(property) : property.split(/[./]/);
  const expected = at(properties, segments);
  return {
    path: `/${segments.map(escaped).join("/")}`,
    ...(expected !== undefined && { expected }),
    ...(value !== null && { actual: value }),
  };
}

function masked(difference: Difference, properties: unknown, shown: unknown): Difference {
  const segments = segmentsOf(difference.path);
  const visible = at(shown, segments);
  if (canonical(at(properties, segments) ?? null) === canonical(visible ?? null)) return difference;
  return { path: difference.path, expected: visible, actual: "****" };
}

function at(value: unknown, segments: readonly string[]): unknown {
  return segments.reduce<unknown>(
    (inner, segment) =>
      isRecord(inner) ? inner[segment] : Array.isArray(inner) ? (inner as unknown[])[Number(segment)] : undefined,
    value,
  );
}

function put(target: unknown, segments: readonly string[], value: unknown): void {
  const last = segments.at(-1) ?? "";
  const parent = at(target, segments.slice(0, -1));
  if (Array.isArray(parent)) parent[Number(last)] = value;
  else if (isRecord(parent)) parent[last] = value;
}

/** JSON pointers, as AWS names properties. */
function segmentsOf(pointer: string): readonly string[] {
  return pointer
    .slice(1)
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function escaped(segment: string): string {
  return segment.replaceAll("~", "~0").replaceAll("/", "~1");
}
