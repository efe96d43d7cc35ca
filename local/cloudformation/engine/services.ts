import type { Clock, EngineSettings, ResourceProvider, ServiceRoles, TemplateSource } from "../types.ts";
import type { Faults } from "./faults.ts";
import type { Random } from "./identifiers.ts";
import type { OutsideChanges } from "./outsideChanges.ts";
import type { Stacks } from "./stacks.ts";
import type { ResourceState, StackState } from "./state.ts";

/** What the engine gets from outside. */
export interface CloudFormationDependencies {
  readonly clock: Clock;
  readonly resources: ResourceProvider;
  readonly templates: TemplateSource;
  /** Left out, every role can be assumed. */
  readonly roles?: ServiceRoles;
  /** Numbers from 0 up to 1; stack IDs are made of them. */
  readonly random?: () => number;
  readonly settings: EngineSettings;
}

/** Work on a nested stack as a resource of its parent. A member, since stacks hold stacks: their modules can't import each other. */
export interface NestedStacks {
  create(services: Services, parent: StackState, record: ResourceState, signal: AbortSignal): Promise<Outcome>;
  update(
    services: Services,
    parent: StackState,
    record: ResourceState,
    wanted: ResourceState,
    signal: AbortSignal,
  ): Promise<Outcome>;
}

/** How work on a resource ended. */
export type Outcome = "done" | "failed" | "cancelled";

/** What every part of the engine works with. */
export interface Services {
  readonly clock: Clock;
  readonly resources: ResourceProvider;
  readonly templates: TemplateSource;
  readonly roles: ServiceRoles | undefined;
  readonly random: Random;
  readonly stacks: Stacks;
  readonly faults: Faults;
  readonly outsideChanges: OutsideChanges;
  readonly nested: NestedStacks;
  readonly runs: Map<string, Run>;
  /** Calls of the provider that go on although their resource was cancelled; kept by attempt.ts. */
  readonly lateCalls: Map<string, Promise<void>>;
  settings(): EngineSettings;
  /** Something that a snapshot holds has changed. */
  changed(): void;
}

/** A running operation of a root stack (or of one that somebody called directly). */
export interface Run {
  readonly controller: AbortController;
  readonly finished: Promise<void>;
  /** Why it was told to stop. */
  stopped?: "timeout" | "delete" | "cancel";
  /** It is a deletion, possibly one that still waits for a creation or its rollback to end. */
  deletes?: true;
}
