import type { Part } from "./hanging.ts";
import type { Release } from "./template.ts";
import type { Collection, Element } from "./tree.ts";

/** What is to be taken out of a release's templates, and what stands in the way of it. */
export interface Removals {
  readonly release: Release;
  /** Where the release goes: it decides conditions. */
  readonly region: string;
  /** Why each element goes, from what China doesn't have; in the order in which they were found. */
  readonly cuts: Map<Element, Cut>;
  /** The arguments of Fn::If in whose place one of them comes. */
  readonly decided: Map<Collection, Element>;
  readonly stops: Stop[];
}

export interface Cut {
  readonly template: Part["template"];
  readonly chain: readonly string[];
}

/** What can't be taken out cleanly. It counts only while it isn't inside something that goes anyway. */
export interface Stop extends Cut {
  readonly element: Element;
  readonly message: string;
}

export function noRemovals(release: Release, region: string): Removals {
  return { release, region, cuts: new Map(), decided: new Map(), stops: [] };
}

/** Whether an element, or something around it, goes. */
export function isCut({ cuts }: Removals, element: Element | undefined): boolean {
  for (let at = element; at; at = at.owner.at) if (cuts.has(at)) return true;
  return false;
}

/** The stops that count: not inside of what goes, and in templates that are still part of the release. */
export function remainingStops(removals: Removals, reachable: ReadonlySet<string>): readonly Stop[] {
  return removals.stops.filter(({ template, element }) => reachable.has(template.key) && !isCut(removals, element));
}

/** Keys of the templates that the root still leads to. */
export function reachableTemplates(removals: Removals): ReadonlySet<string> {
  const reached = new Set([removals.release.root]);
  for (const key of reached) {
    for (const { child, element } of removals.release.templates.get(key)?.stacks ?? []) {
      if (child !== undefined && !isCut(removals, element)) reached.add(child);
    }
  }
  return reached;
}
