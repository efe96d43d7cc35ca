import * as pulumi from "@pulumi/pulumi";

/** An argument under its name, where it is plain text already, and nothing where it is still to come. */
export function plainOf<K extends string>(key: K, input: pulumi.Input<string>): { readonly [key in K]?: string } {
  return typeof input === "string" ? ({ [key]: input } as { [key in K]: string }) : {};
}

/** Values of parameters that are plain text already, and the names of those that are still to come or secret. */
export interface PlainParameters {
  readonly values?: Readonly<Record<string, string>>;
  readonly hiddenNames?: readonly string[];
}

export function plainRecordOf(input: pulumi.Input<Record<string, pulumi.Input<string>>>): PlainParameters {
  if (pulumi.Output.isInstance(input) || input instanceof Promise) return {};
  const entries = Object.entries(input);
  return {
    values: Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string")),
    hiddenNames: entries.flatMap(([name, value]) => (typeof value === "string" ? [] : [name])),
  };
}
