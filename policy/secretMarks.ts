import { type ResourceValidationPolicy, Secret } from "@pulumi/policy";

/** Of each resource the paths of what Pulumi keeps as secrets, by its URN. */
export type SecretMarks = Map<string, readonly string[]>;

/**
 * Notes which values are secrets and changes nothing. Policies that validate are handed secrets as plain values; those that
 * remediate, which come first, can tell.
 */
export function secretMarks(marks: SecretMarks): ResourceValidationPolicy {
  return {
    name: "secret-marks",
    displayName: "Secret marks",
    description:
      "Notes for secrets-hidden which values Pulumi keeps as secrets. Changes nothing; works at the level remediate.",
    severity: "low",
    enforcementLevel: "remediate",
    remediateResource: ({ urn, props }) => {
      marks.set(urn, pathsIn(props, ""));
    },
  };
}

/** The properties as they lie there: reading one in the usual way unwraps a secret. */
function pathsIn(value: unknown, path: string): readonly string[] {
  if (value instanceof Secret) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(Object.getOwnPropertyDescriptors(value)).flatMap(([name, { value: inner, enumerable }]) =>
    enumerable ? pathsIn(inner, path === "" ? name : `${path}.${name}`) : [],
  );
}
