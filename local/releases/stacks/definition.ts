import type { Limits, StackName } from "../parameters/types.ts";
import type { Scope } from "../scope.ts";
import type { IntrinsicStyle, Template } from "../template.ts";

/** A parameter that gets its value from an output of another nested stack. */
export interface Wire extends Limits {
  readonly from: `${StackName}.${string}`;
}

/** One of the nine nested stacks. Its template's parameters follow from what the root hands over. */
export interface StackDefinition {
  readonly name: StackName;
  /** Value of the tag `Stack`. */
  readonly tag: string;
  readonly style: IntrinsicStyle;
  readonly dependsOn: readonly StackName[];
  readonly wires: Readonly<Record<string, Wire>>;
  /** Parameters that get a parameter of the root under another name. */
  readonly renames?: Readonly<Record<string, string>>;
  /** Takes part in custom resources, and so gets the value that makes them run at each release. */
  readonly customResources: boolean;
  readonly timeoutInMinutes?: number;
  /** Takes the release's version where the release names it. */
  readonly showsVersion?: boolean;
  readonly body: (scope: Scope) => Omit<Template, "Parameters">;
}
