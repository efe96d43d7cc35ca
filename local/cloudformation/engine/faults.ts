import type { Fault } from "../types.ts";

/** Where a resource stands. */
export interface Place {
  readonly rootName: string;
  /** Logical IDs from the root stack's resource down. */
  readonly path: readonly string[];
}

/** One operation on one resource, as faults see it. */
export interface Strike extends Place {
  readonly on: Fault["on"];
  readonly phase: "forward" | "rollback";
  readonly rootTemplateUrl: string | undefined;
}

export interface StrikeEffect {
  readonly slowSeconds: number;
  /** The reason to fail with, when it has to. */
  readonly failure?: string;
}

/** A fault, and how often it has struck. */
export interface FaultState {
  readonly fault: Fault;
  struck: number;
}

/** The faults that somebody asked for, and how often each has struck. */
export class Faults {
  private readonly known = new Map<string, FaultState>();

  /** @param changed called when a snapshot would differ */
  constructor(private readonly changed: () => void = () => {}) {}

  add(fault: Fault): void {
    this.known.set(fault.id, { fault, struck: 0 });
    this.changed();
  }

  remove(id: string): boolean {
    const removed = this.known.delete(id);
    this.changed();
    return removed;
  }

  list(): readonly Fault[] {
    return [...this.known.values()].map(({ fault }) => fault);
  }

  clear(): void {
    this.known.clear();
    this.changed();
  }

  all(): readonly FaultState[] {
    return [...this.known.values()];
  }

  load(faults: readonly FaultState[]): void {
    this.known.clear();
    for (const entry of faults) this.known.set(entry.fault.id, entry);
  }

  /** What befalls an operation; counts the faults that apply. */
  strike(strike: Strike): StrikeEffect {
    let slowSeconds = 0;
    let failure: string | undefined;
    for (const entry of this.known.values()) {
      const { fault } = entry;
      if (!applies(fault, strike) || (fault.times !== undefined && entry.struck >= fault.times)) continue;
      entry.struck++;
      if (fault.action.kind === "slow") slowSeconds += fault.action.seconds;
      else
        failure ??=
          fault.action.reason ??
          `Resource handler returned message: "Fault ${fault.id}" (HandlerErrorCode: GeneralServiceException)`;
    }
    return failure === undefined ? { slowSeconds } : { slowSeconds, failure };
  }
}

function applies(fault: Fault, strike: Strike): boolean {
  return (
    fault.on === strike.on &&
    (fault.phase === undefined ? fault.on === "delete" || strike.phase === "forward" : fault.phase === strike.phase) &&
    isMeant(fault, strike) &&
    (fault.release === undefined || (strike.rootTemplateUrl?.includes(`/v${fault.release}/`) ?? false))
  );
}

/** Whether a resource is one that a pattern of root stack and path means. */
export function isMeant(pattern: Pick<Fault, "stack" | "path">, { rootName, path }: Place): boolean {
  const segments = pattern.path.split("/");
  return (
    (pattern.stack === undefined || glob(pattern.stack, rootName)) &&
    segments.length === path.length &&
    segments.every((segment, index) => glob(segment, path[index] ?? ""))
  );
}

function glob(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`).test(text);
}
