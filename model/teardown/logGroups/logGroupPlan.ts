/** One log group that is this deployment's, or may be. */
export interface LogGroupPlan {
  readonly name: string;
  readonly storedBytes: number;
  /** `unknown`: its name begins as Panther's do; somebody else's service may write to it. */
  readonly belongs: "deployment" | "unknown";
  /** `ask`: only after a person has said so, which whoever asked notes as `delete`. */
  readonly way: "delete" | "ask" | "keep";
  /** By what it was told whose it is. */
  readonly why: string;
}

/** What became of one log group. `gone`: somebody else had deleted it. */
export type LogGroupResult =
  | { readonly name: string; readonly kind: "deleted" | "kept" | "gone" }
  | { readonly name: string; readonly kind: "failed"; readonly why: string; readonly fix: string };

/** What a deployment has that logs, by the names in AWS that its stacks' resources tell. */
export interface LogGroupOwners {
  /** Lambda functions. */
  readonly functions: readonly string[];
  /** CodeBuild projects. */
  readonly projects: readonly string[];
  /** Log groups that its stacks made themselves. */
  readonly logGroups: readonly string[];
  /** IDs of AppSync's APIs. */
  readonly graphqlApis: readonly string[];
}
