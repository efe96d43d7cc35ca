import type { StackRole } from "../importedState.ts";

/** What of an adoption somebody is asked to say yes to. */
export interface AdoptionProposal {
  readonly environment: string;
  /** Name of the root stack. */
  readonly rootStackName: string;
  /** ARN. */
  readonly rootStackId: string;
  /** The release that runs, without the leading `v`. */
  readonly release: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** How many parameters the root stack has. */
  readonly parameters: number;
  /** Name of the role's stack, which is taken over, or the ARN of a role that stays as it is. */
  readonly role: { readonly stackName: string } | { readonly arn: string };
  /** Names of the parameters whose values are asked for. */
  readonly secrets: readonly string[];
  readonly file: {
    /** From the project's folder. */
    readonly path: string;
    /** `completed`: so far it has Pulumi's encryption settings alone. `used`: it is there, and stays as it is. */
    readonly action: "written" | "completed" | "used";
  };
}

/** What the next `up` would do to a stack that was taken over. */
export interface AdoptedChange {
  readonly stack: StackRole;
  /** In words, parameters by their names; never a value. */
  readonly changes: readonly string[];
}
