import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { type Fact, type FactMap, notKnown, type ResourceFacts } from "../model/rules/policy/facts.ts";

/** What both kinds of policies are handed of a resource. */
type Given = Pick<ResourceValidationArgs, "type" | "name" | "urn" | "props" | "opts" | "provider">;

/** A resource that is about to be registered, by its inputs. */
export function factsOf(given: Given, secretPaths: readonly string[] | undefined): ResourceFacts {
  const { type, name, urn, props, opts, provider } = given;
  return {
    type,
    name,
    urn,
    properties: mapOf(props),
    ...(secretPaths && { secretPaths }),
    protect: opts.protect,
    ignoreChanges: opts.ignoreChanges,
    timeouts: { create: opts.customTimeouts.createSeconds, update: opts.customTimeouts.updateSeconds },
    ...(opts.parent !== undefined && { parent: opts.parent }),
    ...(provider && { provider: mapOf(provider.props) }),
  };
}

/** A resource at a run's end, by its outputs, with what it waits for. */
export function finalFactsOf(resource: PolicyResource, secretPaths: readonly string[] | undefined): ResourceFacts {
  const { dependencies, propertyDependencies, parent } = resource;
  const waitsFor = [...dependencies, ...Object.values(propertyDependencies).flat()].map(({ urn }) => urn);
  return { ...factsOf(resource, secretPaths), ...(parent && { parent: parent.urn }), waitsFor };
}

function mapOf(props: Readonly<Record<string, unknown>>): FactMap {
  return Object.fromEntries(Object.keys(props).map((name) => [name, factAt(props, name)]));
}

/** Pulumi throws where somebody reads a value that a preview does not know. */
function factAt(holder: object, name: string | number): Fact {
  let value: unknown;
  try {
    value = Reflect.get(holder, name);
  } catch {
    return notKnown;
  }
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => factAt(value as object, index));
  if (typeof value === "object" && value !== null) return mapOf(value as Readonly<Record<string, unknown>>);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
