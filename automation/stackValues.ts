import type { Parameter, Tag } from "@aws-sdk/client-cloudformation";

/** A stack's parameters by name; NoEcho ones as `****`. */
export function parametersOf({ Parameters = [] }: { readonly Parameters?: readonly Parameter[] | undefined }) {
  return byName(Parameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));
}

/** A stack's tags by key. */
export function tagsOf({ Tags = [] }: { readonly Tags?: readonly Tag[] | undefined }) {
  return byName(Tags.map(({ Key, Value }) => [Key, Value]));
}

// The SDK's types let everything be missing.
function byName(
  entries: readonly (readonly [name: string | undefined, value: string | undefined])[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map(([name = "", value = ""]) => [name, value]));
}
