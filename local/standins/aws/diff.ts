import type { ResourceHandler } from "./handler.ts";
import { normalisedJson, normalisedPolicy } from "./json.ts";
import { hasUnknown, isEmpty, isObject, type Properties, unknown } from "./values.ts";

export type ChangeKind = "add" | "delete" | "update";

/** A difference at a property path such as `parameters.Size` or `tags["a.b"]`. */
export interface Change {
  readonly path: string;
  readonly property: string;
  readonly kind: ChangeKind;
  readonly replaces: boolean;
}

/** What a program's inputs change in a resource whose state is `state`; both without secret wrapping. */
export function changesOf(
  handler: ResourceHandler,
  state: Properties,
  inputs: Properties,
  ignored: readonly string[],
): readonly Change[] {
  return handler.inputs
    .filter((property) => !isIgnored(property, ignored))
    .flatMap((property) => {
      const before = state[property];
      const after = inputs[property];
      if (after === undefined && (handler.computed.includes(property) || isEmpty(before))) return [];
      if (equivalent(handler, property, before, after)) return [];
      const replaces = handler.replaceOn.includes(property);
      return leaves(property, before, after).map(({ path, kind }) => ({ path, property, kind, replaces }));
    });
}

function isIgnored(property: string, ignored: readonly string[]): boolean {
  return ignored.some((path) => path === "*" || path.split(/[.[]/)[0] === property);
}

function equivalent(handler: ResourceHandler, property: string, before: unknown, after: unknown): boolean {
  if (hasUnknown(after)) return false;
  if (isEmpty(before) && isEmpty(after)) return true;
  return comparable(handler, property, before) === comparable(handler, property, after);
}

function comparable(handler: ResourceHandler, property: string, value: unknown): string {
  if (typeof value === "string" && handler.json?.includes(property)) return normalisedJson(value);
  if (typeof value === "string" && handler.policies?.includes(property)) return normalisedPolicy(value);
  if (Array.isArray(value) && handler.sets?.includes(property)) return canonical([...value].sort());
  return canonical(value);
}

/** JSON with sorted keys and without empty members, which is how one tells whether two values mean the same. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (!isObject(item)) return item;
    const kept = Object.keys(item)
      .filter((key) => key !== "__defaults" && item[key] !== null && item[key] !== undefined)
      .sort();
    return Object.fromEntries(kept.map((key) => [key, item[key]]));
  });
}

interface Leaf {
  readonly path: string;
  readonly kind: ChangeKind;
}

function leaves(path: string, before: unknown, after: unknown): readonly Leaf[] {
  if (before === undefined || before === null) return [{ path, kind: "add" }];
  if (after === undefined || after === null) return [{ path, kind: "delete" }];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => key !== "__defaults");
    return keys
      .filter((key) => canonical(before[key]) !== canonical(after[key]) || hasUnknown(after[key]))
      .flatMap((key) => leaves(member(path, key), before[key], after[key]));
  }
  return [{ path, kind: "update" }];
}

function member(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** What a preview of an update answers: the state to be, with unknown what only the update itself can tell. */
export function plannedState(
  handler: ResourceHandler,
  state: Properties,
  inputs: Properties,
  changed: boolean,
): Properties {
  const set = handler.inputs.filter((key) => inputs[key] !== undefined || !handler.computed.includes(key));
  return {
    ...state,
    ...Object.fromEntries(set.map((key) => [key, inputs[key] ?? handler.zero?.[key]])),
    ...(changed ? Object.fromEntries((handler.unknownOnUpdate ?? []).map((key) => [key, unknown])) : {}),
  };
}
