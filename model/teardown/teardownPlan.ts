import type { SideName } from "../environment/sides.ts";
import type { Finding } from "../finding.ts";
import type { BucketLook } from "./buckets/bucketPlan.ts";
import type { LogGroupPlan } from "./logGroups/logGroupPlan.ts";

/** What a teardown has found and is about to do. */
export interface TeardownPlan {
  /** Of the run: the environment's, or the root stack's where there is no environment. */
  readonly environment: string;
  /** What has to be typed before anything is changed. */
  readonly confirmation: string;
  /** `source`: the stacks of a deployment from source. `none`: no stack of either is there any more. */
  readonly deployment: "root-stack" | "source" | "none";
  /** In the order in which they go: of a split in China the web side first. */
  readonly sides: readonly SideTeardown[];
  /** What joins the sides of a split in China; missing where there is none. */
  readonly join?: JoinTeardown;
  readonly pulumi: PulumiTeardown;
  readonly findings: readonly TeardownFinding[];
}

/** One that was accepted by name is an error no more. */
export type TeardownFinding = Finding & {
  /** Missing where there is no split. */
  readonly side?: SideName;
  readonly accepted?: true;
};

/** One account and region. */
export interface SideTeardown {
  /** Missing where there is no split. */
  readonly side?: SideName;
  readonly accountId: string;
  readonly region: string;
  /** In the order in which they are deleted. */
  readonly stacks: readonly StackTeardown[];
  readonly buckets: readonly BucketLook[];
  readonly logGroups: readonly LogGroupPlan[];
  /** What is left where it is, why, and how it is removed. */
  readonly stays: readonly Staying[];
}

/** A stack that is deleted, with everything nested in it. */
export interface StackTeardown {
  readonly name: string;
  /** ARN. */
  readonly stackId: string;
  /** CloudFormation's. */
  readonly status: string;
  /** `empty`: a nested stack that a change set has left. */
  readonly kind: "root" | "role" | "source" | "empty";
  /** From 1. Those of one stage go side by side. */
  readonly stage: number;
  /** Stacks nested in it, at any depth. */
  readonly nested: number;
  /** Resources in it at any depth, without stacks. */
  readonly resources: number;
  /** Of these, those that its templates have CloudFormation leave behind. */
  readonly retained: number;
  /** Termination protection: lifted once the teardown is confirmed. */
  readonly terminationProtection: boolean;
  /** ARN of the role that CloudFormation deletes it with; missing: the caller's own rights. */
  readonly roleArn?: string;
}

/** Something of Panther's, or for it, that a teardown leaves. */
export interface Staying {
  /** CloudFormation's type, for example AWS::ECR::Repository. */
  readonly type: string;
  readonly name: string;
  readonly why: string;
  /** How it is removed, if nothing uses it any more. */
  readonly command: string;
}

/** What the driver made between the two sides of a split. */
export interface JoinTeardown {
  /** API keys of this project's in the backend's account, by name; no value is among it. */
  readonly keys: readonly { readonly id: string; readonly name: string }[];
  readonly secret:
    | { readonly kind: "none" }
    | {
        readonly kind: "delete";
        readonly name: string;
        /** For how long it can be had back, and its name is taken; 0: not at all. */
        readonly recoveryDays: number;
      }
    /** An earlier run has scheduled its deletion, for that time (ISO 8601). */
    | { readonly kind: "scheduled"; readonly name: string; readonly until: string };
  readonly releaseBucket:
    | { readonly kind: "none" }
    | { readonly kind: "keep"; readonly name: string; readonly why: string }
    | ({ readonly kind: "remove" } & { readonly look: BucketLook });
}

/** What becomes of Pulumi's side. */
export type PulumiTeardown =
  /** Pulumi knows nothing of it. */
  | { readonly kind: "none" }
  | {
      readonly kind: "found";
      /** In its state, of what goes. */
      readonly resources: number;
      /** Of these, those that Pulumi is told to keep: forgotten only once what they stand for is gone. */
      readonly kept: number;
      /** URNs of resources that this project's program did not make: they are left, and so is the state. */
      readonly strangers: readonly string[];
      /** Name of the release bucket where that stays: then the state keeps it, for the next deployment to find. */
      readonly releaseBucket?: string;
      /** Whether the Pulumi stack itself is removed as well; never where its state keeps something. */
      readonly removeStack: boolean;
    }
  /** It has the machine that deploys from source, which is no part of the Panther that goes. */
  | { readonly kind: "kept"; readonly why: string; readonly fix: string }
  | { readonly kind: "unavailable"; readonly message: string; readonly fix: string };
