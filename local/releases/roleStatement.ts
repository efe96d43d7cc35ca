import type { Span } from "./parameters/types.ts";
import { arn, type Value } from "./template.ts";

export interface RoleAction extends Span {
  readonly name: string;
}

/** One statement of the deployment role's policy. An action without a prefix is one of the statement's service. */
export interface RoleStatement {
  readonly service: string;
  readonly actions: readonly (string | RoleAction)[];
  readonly resources: readonly Value[];
  /** Further resources, from a minor on. */
  readonly laterResources?: { readonly since: number; readonly resources: readonly Value[] };
  readonly span?: Span;
}

export const everywhere: readonly Value[] = ["*"];
export const here = (service: string, rest: string): Value =>
  arn(`${service}:\${AWS::Region}:\${AWS::AccountId}:${rest}`);
export const inAccount = (service: string, rest: string): Value => arn(`${service}::\${AWS::AccountId}:${rest}`);
export const since = (minor: number, ...names: readonly string[]): RoleAction[] =>
  names.map((name) => ({ name, since: minor }));
