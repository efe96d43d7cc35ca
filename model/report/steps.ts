import { type BuildLine, buildsOf } from "./builds.ts";
import type { JournalLine, LineOf } from "./journalLines.ts";
import { operationsOf } from "./operations.ts";
import type { HopReport, OperationReport, Outcome, StepReport } from "./report.ts";
import type { ResourceEvent } from "./resourceSpans.ts";
import { worst } from "./resourceSpans.ts";
import { spanOf } from "./span.ts";

/** The lines between a step's beginning and the next one's. */
interface StepLines {
  readonly start: LineOf<"step-started">;
  finish: LineOf<"step-finished"> | undefined;
  /** In the journal's order, whatever their clock says. */
  readonly events: ResourceEvent[];
  readonly builds: BuildLine[];
}

interface HopLines {
  readonly start: LineOf<"release-started">;
  readonly steps: StepLines[];
}

export interface Steps {
  readonly hops: readonly HopReport[];
  /** Before the first hop. */
  readonly steps: readonly StepReport[];
  /** Outside of steps. */
  readonly operations: readonly OperationReport[];
}

/** @param statuses of builds by their IDs, as the summary has them */
export function stepsOf(lines: readonly JournalLine[], statuses: ReadonlyMap<string, string>): Steps {
  const before: StepLines[] = [];
  const hops: HopLines[] = [];
  const outside: ResourceEvent[] = [];
  let step: StepLines | undefined;
  for (const line of lines) {
    switch (line.type) {
      case "release-started":
        hops.push({ start: line, steps: [] });
        step = undefined;
        break;
      case "step-started":
        step = { start: line, finish: undefined, events: [], builds: [] };
        (hops.at(-1)?.steps ?? before).push(step);
        break;
      case "step-finished":
        if (step && isEndOf(step, line)) step.finish = line;
        break;
      // What comes in after a step's end, CloudFormation's last events for example, is still of that step.
      case "resource-event":
        (step?.events ?? outside).push(line);
        break;
      case "build-started":
      case "build-phase":
        step?.builds.push(line);
        break;
    }
  }
  const isDone = lines.some((line) => line.type === "summary" && line.result === "done");
  const reported = (steps: readonly StepLines[]) => steps.map((one) => stepReport(one, statuses));
  return {
    hops: hops.map(({ start, steps }, index) => hopReport(start, reported(steps), isDone || index < hops.length - 1)),
    steps: reported(before),
    operations: operationsOf(outside),
  };
}

function isEndOf({ start }: StepLines, { step, side }: LineOf<"step-finished">): boolean {
  return start.step === step && start.side === side;
}

function stepReport({ start, finish, events, builds }: StepLines, statuses: ReadonlyMap<string, string>): StepReport {
  return {
    ...spanOf(start.at, finish?.at ?? null),
    step: start.step,
    ...(start.side && { side: start.side }),
    release: start.release,
    outcome: finish?.outcome ?? "unfinished",
    operations: operationsOf(events),
    builds: buildsOf(builds, statuses),
  };
}

/** A hop ends with its last step, or with the one that failed; another one after it, or the run's end, tells so, too. */
function hopReport(
  { at, from, to, index, count }: LineOf<"release-started">,
  steps: readonly StepReport[],
  isKnownDone: boolean,
): HopReport {
  const last = steps.at(-1);
  const isOver = isKnownDone || last?.outcome === "failed" || (last !== undefined && isLast(last) && last.end !== null);
  const end = isOver && last?.end ? Date.parse(last.end) : null;
  const outcome = worst([...steps.map(outcomeOfStep), isOver ? "done" : "unfinished"]);
  return { ...spanOf(at, end), from: from ?? null, to, index, count, outcome, steps };
}

/** Of a split the backend is verified in the middle. */
function isLast({ step, side }: StepReport): boolean {
  return step === (side === undefined ? "verify" : "bridge");
}

function outcomeOfStep({ outcome }: StepReport): Outcome {
  return outcome === "failed" || outcome === "unfinished" ? outcome : "done";
}
