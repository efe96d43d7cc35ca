import { type Call, newCall } from "./call.ts";
import { changesOf, plannedState } from "./diff.ts";
import { framed, initFailed, textOf } from "./errors.ts";
import { type Found, type ResourceHandler, Started } from "./handler.ts";
import type { Session } from "./session.ts";
import {
  hasUnknown,
  isEmpty,
  isObject,
  type Properties,
  revealAll,
  secret,
  secretLike,
  textMap,
  unknown,
} from "./values.ts";

/** A resource as the engine knows it. All properties may hold secrets. */
export interface Target {
  readonly handler: ResourceHandler;
  readonly session: Session;
  readonly urn: string;
  readonly timeoutSeconds?: number;
}

export async function create(target: Target, inputs: Properties): Promise<{ id: string; state: Properties }> {
  const { handler, urn } = target;
  const plain = revealAll(inputs);
  const call = callFor(target, plain);
  let id: string;
  try {
    id = await handler.create(call, plain);
  } catch (error) {
    if (!(error instanceof Started)) throw new Error(framed("", error));
    throw initFailed(error.id, stateOf(target, error.id, plain, inputs), framed(`creating ${urn}: `, error));
  }
  try {
    const found = await handler.read(call, id, plain);
    if (found === undefined) throw new Error("couldn't find resource");
    return { id: found.id, state: stateOf(target, found.id, { ...plain, ...readState(target, found) }, inputs) };
  } catch (error) {
    throw initFailed(id, stateOf(target, id, plain, inputs), framed(`creating ${urn}: `, error));
  }
}

export function previewCreate(target: Target, inputs: Properties): Properties {
  const { handler } = target;
  const unset = ["id", ...handler.computed].filter((key) => inputs[key] === undefined);
  const blank = Object.fromEntries(unset.map((key) => [key, unknown]));
  const { id: _, ...state } = stateOf(target, "", revealAll(inputs), inputs);
  return { ...state, ...blank };
}

/** What reading the resource gives; undefined when it is gone. `inputs` are undefined for an import. */
export async function read(
  target: Target,
  id: string,
  oldState: Properties,
  oldInputs: Properties | undefined,
): Promise<{ id: string; state: Properties; inputs: Properties } | undefined> {
  const { handler, urn } = target;
  const known = revealAll(oldState);
  let found: Found | undefined;
  try {
    found = await handler.read(callFor(target, known), id, known);
  } catch (error) {
    throw new Error(framed(`refreshing ${urn}: `, error));
  }
  if (found === undefined) return undefined;
  const state = stateOf(target, found.id, { ...known, ...readState(target, found) }, { ...oldState, ...oldInputs });
  return { id: found.id, state, inputs: inputsFrom(handler, state, oldInputs) };
}

export async function update(target: Target, id: string, old: Properties, inputs: Properties): Promise<Properties> {
  const { handler, urn } = target;
  const plain = revealAll(inputs);
  const plainOld = revealAll(old);
  const call = callFor(target, plain);
  const changed = new Set(changesOf(handler, plainOld, plain, []).map(({ property }) => property));
  try {
    await handler.update?.(call, id, plain, plainOld, changed);
    const found = await handler.read(call, id, { ...plainOld, ...plain });
    if (found === undefined) throw new Error("couldn't find resource");
    return stateOf(
      target,
      id,
      { ...plannedState(handler, plainOld, plain, true), ...readState(target, found) },
      inputs,
    );
  } catch (error) {
    // What Terraform leaves behind: the plan as if it had been carried out, less what only the update could tell.
    const planned = known(plannedState(handler, plainOld, plain, true), handler.zero);
    throw initFailed(id, stateOf(target, id, planned, inputs), framed(`updating ${urn}: `, error));
  }
}

export function previewUpdate(target: Target, id: string, old: Properties, inputs: Properties): Properties {
  const plain = revealAll(inputs);
  const plainOld = revealAll(old);
  const changed = changesOf(target.handler, plainOld, plain, []).length > 0;
  return stateOf(target, id, plannedState(target.handler, plainOld, plain, changed), { ...old, ...inputs });
}

export async function remove(target: Target, id: string, state: Properties): Promise<void> {
  const plain = revealAll(state);
  try {
    await target.handler.delete(callFor(target, plain), id, plain);
  } catch (error) {
    throw new Error(framed(`deleting ${target.urn}: `, textOf(error)));
  }
}

/** Own tags over default ones, or unknown. */
export function allTags(session: Session, inputs: Properties): unknown {
  return hasUnknown(inputs.tags) ? unknown : { ...session.defaultTags, ...textMap(inputs, "tags") };
}

function callFor(target: Target, properties: Properties): Call {
  const { session, timeoutSeconds } = target;
  const tags = hasUnknown(properties.tags) ? {} : textMap(properties, "tags");
  return newCall(session, { region: properties.region, tags, ...(timeoutSeconds ? { timeoutSeconds } : {}) });
}

function readState({ session, handler }: Target, { state, tags }: Found): Properties {
  if (!handler.tagged || tags === undefined) return state;
  const own = Object.entries(tags).filter(([key, value]) => session.defaultTags[key] !== value);
  return { ...state, tags: own.length > 0 ? Object.fromEntries(own) : undefined, tagsAll: tags };
}

/** State as the engine stores it: nothing missing that the official plugin shows, and secrets marked. */
function stateOf(target: Target, id: string, properties: Properties, model: Properties): Properties {
  const { handler, session } = target;
  const { __defaults: _, ...own } = properties;
  const all: Properties = {
    ...handler.zero,
    ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined && value !== null)),
    id,
    ...(handler.global ? {} : { region: isEmpty(own.region) ? session.region : own.region }),
    ...(handler.tagged && own.tagsAll === undefined ? { tagsAll: allTags(session, own) } : {}),
  };
  const marked = secretLike(all, model);
  if (!isObject(marked)) return all;
  const always = (handler.secrets ?? []).filter((key) => marked[key] !== undefined && !hasUnknown(marked[key]));
  return { ...marked, ...Object.fromEntries(always.map((key) => [key, secret(marked[key])])) };
}

function known(properties: Properties, zero: Properties | undefined): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, hasUnknown(value) ? zero?.[key] : value]),
  );
}

/** For a refresh, the old inputs brought up to date; for an import, every input that state shows to be set. */
function inputsFrom(handler: ResourceHandler, state: Properties, old: Properties | undefined): Properties {
  if (old !== undefined && Object.keys(old).length > 0) {
    return Object.fromEntries(Object.entries(old).map(([key, value]) => [key, state[key] ?? value]));
  }
  const set = handler.inputs.filter((key) => !isEmpty(state[key]) && state[key] !== handler.defaults?.[key]);
  return { ...Object.fromEntries(set.map((key) => [key, state[key]])), __defaults: [] };
}
