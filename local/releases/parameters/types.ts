/** The nested stacks that a parameter can be handed to. */
export type StackName =
  | "Bootstrap"
  | "BootstrapGateway"
  | "Appsync"
  | "CloudSecurity"
  | "Core"
  | "Dashboards"
  | "LogAnalysis"
  | "Onboard"
  | "Web";

/** The first minor with the parameter, and the first without it again. Absent: since before, until further notice. */
export interface Span {
  readonly since?: number;
  readonly until?: number;
}

/** What a value may be. Minor numbers as keys: from that minor on. */
export interface Limits {
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly allowed?: readonly (string | number | boolean)[];
}

export type Default = string | number | boolean;
/** `required` stands for: no default. */
export type DefaultHistory = Default | "required" | { readonly [minor: number]: Default | "required" };

export interface ReleaseParameter extends Limits {
  readonly name: string;
  readonly type: "String" | "Number" | "CommaDelimitedList";
  readonly text: string;
  readonly default: DefaultHistory;
  readonly noEcho?: boolean;
  readonly span?: Span;
  /** The nested stacks that get it under its own name. */
  readonly stacks: readonly StackName[];
  /** Limits that a nested stack adds to those of the root. */
  readonly nestedLimits?: { readonly [stack in StackName]?: Limits };
}
