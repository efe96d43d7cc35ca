import { type SideName, sideOfUrn } from "../../environment/sides.ts";
import { parseTemplateUrl, versionOfTemplateUrl } from "../../release/templateUrl.ts";
import type { ReleaseVersion } from "../../release/version.ts";
import { type Fact, isMap, knownText, notKnown, type ResourceFacts, textOf } from "./facts.ts";

export const stackType = "aws:cloudformation/stack:Stack";
const rootComponent = "panther:index:PantherRootStack";
const roleComponent = "panther:index:PantherDeploymentRole";

/**
 * Whether a resource is a root stack of Panther's, or that of its deployment role: by the component that it belongs to, or,
 * in a program that somebody else wrote, by the template's place.
 */
export function partOf({ type, urn, properties }: ResourceFacts): "root" | "role" | undefined {
  if (type !== stackType) return undefined;
  if (urn.includes(`${rootComponent}$`)) return "root";
  if (urn.includes(`${roleComponent}$`)) return "role";
  const key = keyOf(properties.templateUrl);
  if (/(^|\/)(proxy_)?panther\.yml$/.test(key)) return "root";
  return /(^|\/)panther-deployment-role\//.test(key) ? "role" : undefined;
}

export const isRoot = (resource: ResourceFacts) => partOf(resource) === "root";
export const isRole = (resource: ResourceFacts) => partOf(resource) === "role";

/**
 * What is asked first about a root stack: its component, which the program registers before the role, or, where it has none,
 * the stack itself.
 */
export function isRootFirst(resource: ResourceFacts): boolean {
  return resource.type === rootComponent || (isRoot(resource) && !resource.urn.includes(`${rootComponent}$`));
}

function keyOf(templateUrl: Fact): string {
  return parseTemplateUrl(knownText(templateUrl) ?? "")?.key ?? "";
}

/** Which side of a split in China a stack is of; the web app's by its template, too. Undefined where there is no split. */
export function sideOf({ urn, properties }: ResourceFacts): SideName | undefined {
  return sideOfUrn(urn) ?? (keyOf(properties.templateUrl).endsWith("proxy_panther.yml") ? "web" : undefined);
}

/** The region that a resource is in. */
export function regionOf({ properties, provider }: ResourceFacts): string | typeof notKnown | undefined {
  return textOf(properties.region) ?? textOf(provider?.region);
}

/** The accounts that its provider works in, where it names any. */
export function accountsOf({ provider }: ResourceFacts): readonly string[] {
  const given = provider?.allowedAccountIds;
  // Between engine and provider, what is no text is JSON in a text.
  const text = knownText(given);
  const items: unknown = text === undefined ? given : jsonOf(text);
  return Array.isArray(items) ? items.filter((item): item is string => typeof item === "string") : [];
}

/** What a text holds as JSON; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The release that a stack's template is of, where that is known. */
export function releaseOf({ properties }: ResourceFacts): ReleaseVersion | undefined {
  return versionOfTemplateUrl(knownText(properties.templateUrl) ?? "");
}

/** What a parameter of a stack is set to; undefined where it is left to the template's default. */
export function parameterOf({ properties }: ResourceFacts, name: string): string | typeof notKnown | undefined {
  const { parameters } = properties;
  return parameters === notKnown ? notKnown : isMap(parameters) ? textOf(parameters[name]) : undefined;
}
