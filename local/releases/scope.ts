import type { Change } from "./history.ts";
import { isWithin, releaseParameters } from "./parameters/parameters.ts";
import type { StackName } from "./parameters/types.ts";

/** Every template of a release but the root; the last three are those that Onboard nests. */
export type TemplateName = StackName | "CloudsecIam" | "LogAnalysisIam" | "CloudWatchEvents";

/** What is particular to one published release in one region. */
export interface Release {
  readonly version: string;
  readonly minor: number;
  readonly commit: string;
  /** Whether the templates name their version, in a mapping and in the tags of the nested stacks. */
  readonly labelled: boolean;
  readonly region: string;
  readonly bucket: string;
  readonly changes: readonly Change[];
  /** Bytes that each function's code has besides: real ones have megabytes. */
  readonly ballast: number;
  /** Publishes an asset and returns its key: the SHA-1 of its content. */
  readonly store: (body: Uint8Array) => string;
}

/** A release as one of its templates sees it. */
export interface Scope {
  readonly release: Release;
  readonly template: TemplateName;
  /** Whether the release has a parameter of that name. */
  has(parameter: string): boolean;
  isList(parameter: string): boolean;
  /** How often the resource's settings have changed up to this release. */
  revision(logicalId: string): number;
  /** How often the resource has been replaced up to this release. */
  generation(logicalId: string): number;
  /** How often the function's code has changed up to this release. */
  build(logicalId: string): number;
  /** Whether the release has the resource: not yet, no longer, or yes. */
  isPresent(logicalId: string): boolean;
  /** Leaves out what this release does not have yet or no longer has. */
  present<T>(resources: Readonly<Record<string, T>>): Readonly<Record<string, T>>;
}

export function scopeOf(release: Release, template: TemplateName): Scope {
  const happened = release.changes.filter((change) => change.minor <= release.minor);
  const count = (list: "tunes" | "replaces" | "rebuilds", id: string): number =>
    happened.filter((change) => matchesAny(change[list], `${template}/${id}`)).length;
  const isPresent = (id: string): boolean => {
    const path = `${template}/${id}`;
    const everAdded = release.changes.some((change) => matchesAny(change.adds, path));
    const added = happened.some((change) => matchesAny(change.adds, path));
    const removed = happened.some((change) => matchesAny(change.removes, path));
    return (added || !everAdded) && !removed;
  };
  const byName = new Map(releaseParameters.map((parameter) => [parameter.name, parameter]));
  return {
    release,
    template,
    has: (name) => {
      const parameter = byName.get(name);
      if (!parameter)
        throw new Error(`${template} of ${release.version} asks for parameter ${name}, which no release has`);
      return isWithin(parameter.span, release.minor);
    },
    isList: (name) => byName.get(name)?.type === "CommaDelimitedList",
    revision: (id) => count("tunes", id),
    generation: (id) => count("replaces", id),
    build: (id) => count("rebuilds", id),
    isPresent,
    present: (resources) => Object.fromEntries(Object.entries(resources).filter(([id]) => isPresent(id))),
  };
}

/** `*` in a pattern stands for any part of a logical ID. */
export function matchesAny(patterns: readonly string[] | undefined, path: string): boolean {
  return (patterns ?? []).some((pattern) => matches(pattern, path));
}

function matches(pattern: string, path: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  if (others.length === 0) return path === pattern;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of others.entries()) {
    const found = index === others.length - 1 ? path.length - part.length : path.indexOf(part, at);
    if (found < at || !path.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return true;
}
