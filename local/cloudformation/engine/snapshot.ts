import type { OutsideChange } from "../types.ts";
import type { ChangeSetState } from "./changeSetState.ts";
import type { ChangeSets } from "./changeSets.ts";
import type { FaultState } from "./faults.ts";
import type { Services } from "./services.ts";
import type { StackState } from "./state.ts";

/** Everything that survives a restart. */
export interface Snapshot {
  readonly version: 1;
  readonly stacks: readonly StackState[];
  readonly changeSets: readonly ChangeSetState[];
  /** Absent in snapshots of earlier days. */
  readonly faults?: readonly FaultState[];
  readonly outsideChanges?: readonly OutsideChange[];
}

/** Shares everything with the engine, and so goes on changing with it. */
export function stateOf(services: Services, changeSets: ChangeSets): Snapshot {
  const { stacks, faults, outsideChanges } = services;
  return {
    version: 1,
    stacks: stacks.all(),
    changeSets: changeSets.all(),
    faults: faults.all(),
    outsideChanges: outsideChanges.list(),
  };
}

export function restoreInto(services: Services, changeSets: ChangeSets, snapshot: Snapshot): void {
  if (snapshot.version !== 1) {
    throw new Error(`A snapshot of version ${String(snapshot.version)} can't be read here: delete it to start afresh.`);
  }
  const { stacks, changeSets: sets, faults = [], outsideChanges = [] } = structuredClone(snapshot);
  services.stacks.clear();
  for (const stack of stacks) services.stacks.add(stack);
  changeSets.load(sets);
  services.faults.load(faults);
  services.outsideChanges.load(outsideChanges);
}
