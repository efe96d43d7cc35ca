/** The actions that making a resource of a type takes, and what they are allowed on. */
export interface TypeActions {
  readonly always: readonly string[];
  /** Further ones where a property is set. */
  readonly with?: Readonly<Record<string, readonly string[]>>;
  /** Further ones where it gets tags: its own, or those of the stacks that it is in, which CloudFormation hands down. */
  readonly tagged?: readonly string[];
  /** What of an ARN stands after partition, with `{region}`, `{account}` and `{name}`; left out: `*`. */
  readonly resource?: string;
  /** The property that gives the name, where it is not in the types' own table (fixedNames.ts). */
  readonly name?: string;
  /** The property that holds the whole ARN, as `Location.ApplicationId`. */
  readonly arn?: string;
}

export type ActionsOfTypes = Readonly<Record<string, TypeActions>>;

/** An ARN of the account and region. */
export function here(service: string, rest: string): string {
  return `${service}:{region}:{account}:${rest}`;
}
