import type { OutsideChange } from "../types.ts";
import { isMeant, type Place } from "./faults.ts";

/** What somebody is said to have changed behind CloudFormation's back. */
export class OutsideChanges {
  private known: readonly OutsideChange[] = [];

  /** @param changed called when a snapshot would differ */
  constructor(private readonly changed: () => void = () => {}) {}

  add(change: OutsideChange): void {
    this.load([...this.known, change]);
    this.changed();
  }

  remove(id: string): void {
    this.load(this.known.filter((change) => change.id !== id));
    this.changed();
  }

  list(): readonly OutsideChange[] {
    return this.known;
  }

  load(changes: readonly OutsideChange[]): void {
    this.known = changes;
  }

  /** Those of one resource, oldest first. */
  of(place: Place): readonly OutsideChange["change"][] {
    return this.known.filter((change) => isMeant(change, place)).map(({ change }) => change);
  }
}
