import type { DriftedValue } from "../model/rules/drift.ts";

/** Something that is not as the environment's file, the release or Pulumi's state says. Values of parameters are not in it. */
export type DriftFinding = DriftPlace &
  (
    | {
        /** Parameters of a stack that are not what a deploy would send. */
        readonly kind: "parameters";
        /** With the values of numbers and of true or false alone. */
        readonly values: readonly DriftedValue[];
      }
    | { readonly kind: "tags" }
    /** The stack's template is not the published one. */
    | { readonly kind: "template" }
    /** CloudFormation's drift detection. */
    | {
        readonly kind: "resource";
        readonly change: "modified" | "deleted";
        /** CloudFormation's, for example AWS::IAM::Role. */
        readonly type: string;
        /** As AWS names it. */
        readonly physicalId: string;
      }
    /** What a `pulumi refresh` would change in Pulumi's state. */
    | { readonly kind: "pulumi"; readonly change: "modified" | "deleted"; readonly urn: string }
  );

interface DriftPlace {
  /** Name of the stack, then logical IDs down to the resource; of Pulumi's, the resource's name alone. */
  readonly where: readonly string[];
  /** Names of parameters and tags, JSON pointers into a resource's properties, or paths of Pulumi's. */
  readonly properties: readonly string[];
  /** How to put it back. */
  readonly fix: string;
}

/** A check that could not be made, so that no drift there proves nothing. */
export interface NotChecked {
  readonly check: "parameters" | "template" | "resources" | "pulumi";
  /** Name of the stack, then logical IDs. */
  readonly where: readonly string[];
  /** Why not. */
  readonly reason: string;
}

export interface DriftReport {
  readonly findings: readonly DriftFinding[];
  readonly notChecked: readonly NotChecked[];
  /** Parameters whose values nobody can compare: NoEcho, or encrypted in the file. */
  readonly notComparable: readonly { readonly where: readonly string[]; readonly properties: readonly string[] }[];
  /** Stacks that CloudFormation looked at, nested ones included. */
  readonly stacksChecked: number;
}

/** A part of a report. */
export type DriftPart = Partial<DriftReport>;

/** Puts parts together in their order. */
export function reportOf(parts: readonly DriftPart[]): DriftReport {
  return {
    findings: parts.flatMap(({ findings = [] }) => findings),
    notChecked: parts.flatMap(({ notChecked = [] }) => notChecked),
    notComparable: parts.flatMap(({ notComparable = [] }) => notComparable),
    stacksChecked: parts.reduce((sum, { stacksChecked = 0 }) => sum + stacksChecked, 0),
  };
}
