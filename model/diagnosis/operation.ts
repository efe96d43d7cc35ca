import { isOwn, type StackEvent, statusOf, timeOf } from "./stackEvent.ts";

export type OperationKind = "create" | "update" | "delete" | "import";

/** What one operation did in one stack. */
export interface Operation {
  readonly kind: OperationKind;
  /** The stack's own event that it begins with; missing where the history does not go back that far. */
  readonly start?: StackEvent;
  /** Newest first. */
  readonly events: readonly StackEvent[];
  /** The stack's newest status; blank where no event tells it. */
  readonly status: string;
}

/**
 * The newest operation of a stack, by its own events: since its last CREATE_IN_PROGRESS, UPDATE_IN_PROGRESS,
 * DELETE_IN_PROGRESS or IMPORT_IN_PROGRESS. A rollback, and a rollback that was continued, are part of what they undo. A
 * deletion that went well is part of a creation that never did: it only cleared away what had failed. Undefined where
 * nothing was ever executed.
 */
export function newestOperation(stackArn: string, events: readonly StackEvent[]): Operation | undefined {
  const starts = startsIn(stackArn, events);
  const [newest, ...older] = starts;
  const status = statusIn(stackArn, events);
  if (!newest) {
    const nothing = events.length === 0 || status === "REVIEW_IN_PROGRESS";
    return nothing ? undefined : { kind: kindWithoutStart(status), events, status };
  }
  return operationFrom(events, clearedCreation(stackArn, events, [newest, ...older]) ?? newest, status);
}

/** Whether events reach back far enough for {@link newestOperation}; else older pages are needed. */
export function reachesBack(stackArn: string, events: readonly StackEvent[]): boolean {
  const starts = startsIn(stackArn, events);
  const [newest] = starts;
  if (!newest) return false;
  // What a deletion that went well has deleted may decide.
  return !wentWellDeleting(newest, events) || starts.some(({ kind }) => kind !== "delete");
}

/**
 * What the operation of a root stack did in a nested one. The nested stack's own beginning decides where there is one: it
 * comes after the root's, by CloudFormation's clock. Nothing where the nested stack was not touched, refused at once for
 * example: its history then ends with an earlier operation.
 */
export function operationInNested(root: Operation, stackArn: string, events: readonly StackEvent[]): Operation {
  const since = root.start ? timeOf(root.start) : Number.NEGATIVE_INFINITY;
  const status = statusIn(stackArn, events);
  const starts = startsIn(stackArn, events);
  const during = starts.filter(({ event }) => timeOf(event) >= since);
  // Its undoing deletes a nested stack that the operation itself created.
  const start = during.find(({ kind }) => kind !== "delete") ?? during.at(-1);
  if (start) return operationFrom(events, start, status);
  // Answers that hold failures alone have no beginning at all.
  const late = starts.length > 0 ? [] : events.filter((event) => timeOf(event) >= since);
  return { kind: root.kind, events: late, status };
}

/** Where an operation begins in a stack's history. */
interface Start {
  readonly index: number;
  readonly event: StackEvent;
  readonly kind: OperationKind;
}

const startKinds: Readonly<Record<string, OperationKind>> = {
  CREATE_IN_PROGRESS: "create",
  UPDATE_IN_PROGRESS: "update",
  DELETE_IN_PROGRESS: "delete",
  IMPORT_IN_PROGRESS: "import",
};

/** Newest first. */
function startsIn(stackArn: string, events: readonly StackEvent[]): readonly Start[] {
  return events.flatMap((event, index) => {
    const kind = startKinds[statusOf(event)];
    return kind && isOwn(stackArn, event) ? [{ index, event, kind }] : [];
  });
}

function statusIn(stackArn: string, events: readonly StackEvent[]): string {
  return events.find((event) => isOwn(stackArn, event))?.ResourceStatus ?? "";
}

function wentWellDeleting({ kind, index }: Start, events: readonly StackEvent[]): boolean {
  if (kind !== "delete") return false;
  return !events.slice(0, index).some((event) => statusOf(event).endsWith("_FAILED"));
}

/** Where the creation begins that a deletion has cleared away, if that is what the history ends with. */
function clearedCreation(
  stackArn: string,
  events: readonly StackEvent[],
  starts: readonly [Start, ...Start[]],
): Start | undefined {
  if (!wentWellDeleting(starts[0], events)) return undefined;
  const before = starts.find(({ kind }) => kind !== "delete");
  if (before?.kind !== "create") return undefined;
  const since = events.slice(0, before.index);
  const stood = since.some((event) => isOwn(stackArn, event) && statusOf(event) === "CREATE_COMPLETE");
  return stood ? undefined : before;
}

function operationFrom(events: readonly StackEvent[], { index, event, kind }: Start, status: string): Operation {
  const token = event.ClientRequestToken;
  const earlier = new Set(events.slice(index + 1).map(({ ClientRequestToken }) => ClientRequestToken));
  // An event of the operation before may be listed late: it bears that one's token.
  const isLate = ({ ClientRequestToken: own }: StackEvent) =>
    own !== undefined && own !== token && token !== undefined && earlier.has(own);
  return { kind, start: event, events: events.slice(0, index + 1).filter((other) => !isLate(other)), status };
}

/** CloudFormation keeps events for 90 days: of an older operation only its last ones may be left. */
function kindWithoutStart(status: string): OperationKind {
  if (/^(CREATE|ROLLBACK)_/.test(status)) return "create";
  if (/^DELETE_/.test(status)) return "delete";
  return "update";
}
