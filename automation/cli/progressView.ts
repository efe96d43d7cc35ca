import { type Step, type StepOfSide, stepName } from "../../model/step.ts";
import type { DriverEvent, FailedEvent, Standing, StepOutcome } from "../events.ts";
import { adoptedText, adoptionText } from "./adoptionText.ts";
import { changesText } from "./changesText.ts";
import { copyLine, progressText } from "./copyText.ts";
import { fixText } from "./hintText.ts";
import { onSideText } from "./onSideText.ts";
import { preflightedText } from "./preflightText.ts";
import { proposalText } from "./proposalText.ts";
import { recoveredText, recoveryText } from "./recoveryText.ts";
import { keyStepNames, rotationLine } from "./rotationText.ts";
import { sourceLine } from "./sourceText.ts";
import { bucketDetail, teardownLine, teardownStepName } from "./tornDownText.ts";
import { labelled } from "./wrap.ts";

/** What the live part of the screen shows: the step under way. */
export interface ProgressView {
  readonly step: string;
  readonly detail: string;
  /** How far the root stack is, while that is the step. */
  readonly stacks?: Extract<DriverEvent, { type: "stack-progress" }>;
}

export const emptyView: ProgressView = { step: "", detail: "" };

/** Where there is room for more than the name. */
const longNames: Partial<Record<Step, string>> = { role: "deployment role", build: "post-deploy build" };

export function nameOfStep(step: StepOfSide): string {
  return (step.side === "web" ? undefined : longNames[step.step]) ?? stepName(step);
}

const outcomeMarks: Readonly<Record<StepOutcome, string>> = {
  created: "✓ created",
  updated: "✓ updated",
  unchanged: "✓ unchanged",
  succeeded: "✓ succeeded",
  skipped: "- skipped",
  failed: "✗ failed",
};

/** The view after one more event. */
export function advance(view: ProgressView, event: DriverEvent): ProgressView {
  switch (event.type) {
    case "release-started":
      return emptyView;
    case "step-started":
      return { step: nameOfStep(event), detail: "" };
    case "step-finished":
      return emptyView;
    case "stack-progress":
      return { ...view, stacks: event };
    case "copy-progress":
      return { ...view, detail: progressText(event) };
    case "build-phase":
      return { ...view, detail: event.phase };
    case "build-log":
      return { ...view, detail: event.line };
    case "source-command":
      return { step: event.target, detail: "" };
    case "source-finished":
      return emptyView;
    case "key-step-started": {
      // A hop has it as a part of a step of its own.
      const name = keyStepNames[event.step];
      return view.step ? { ...view, detail: name } : { step: name, detail: "" };
    }
    case "key-step-finished":
      return view.step === keyStepNames[event.step] ? emptyView : { ...view, detail: "" };
    case "teardown-step-started":
      return { step: teardownStepName(event), detail: "" };
    case "teardown-step-finished":
      return emptyView;
    case "bucket-progress":
      return { ...view, detail: bucketDetail(event) };
    default:
      return view;
  }
}

/** The line that stays on the screen after an event; undefined for what only the live part shows. */
export function lineOf(event: DriverEvent): string | undefined {
  switch (event.type) {
    case "observed": {
      const standing = event.rootStatus ? `which release runs is not known (${event.rootStatus})` : "nothing runs yet";
      const running = event.running ? `v${event.running} runs` : standing;
      return `${event.environment}: ${onSideText(event.side, running)}, v${event.wanted} is wanted`;
    }
    case "planned": {
      const text = proposalText(event);
      return text === undefined ? undefined : `\n${text}\n`;
    }
    case "preflighted":
      return `\n${preflightedText(event.answer)}\n`;
    case "changes-previewed":
      return `\n${changesText(event.changes, { more: false })}\n`;
    case "adoption-planned":
      return `\n${adoptionText(event)}\n`;
    case "adopted":
      return `\n${adoptedText(event)}`;
    case "recovery-planned":
      return `\n${recoveryText(event)}\n`;
    case "recovered":
      return `\n${recoveredText(event)}`;
    case "rotation-planned":
    case "key-step-finished":
    case "gateway-keys":
      return rotationLine(event);
    case "source-planned":
    case "source-command":
    case "source-log":
    case "source-finished":
      return sourceLine(event);
    case "copy-planned":
    case "copy-notice":
      return copyLine(event);
    case "teardown-planned":
    case "teardown-step-finished":
    case "bucket-notice":
    case "bucket-refilled":
    case "bucket-finished":
    case "log-group-finished":
    case "torn-down":
      return teardownLine(event);
    case "release-started":
      return `\n${headingOf(event)}`;
    case "step-finished":
      return `  ${nameOfStep(event).padEnd(18)} ${outcomeMarks[event.outcome].padEnd(12)} ${event.seconds.toFixed(1).padStart(7)} s`;
    case "finding":
      if (event.accepted) return `  accepted: ${event.code}`;
      // Errors are listed with the refusal.
      return event.severity === "warning" ? warningText(event) : undefined;
    case "failure-found":
      return failureText(event);
    case "notice":
      return labelled("  note: ", event.message);
    case "failed":
      return `\n${failedText(event)}`;
    case "summary":
      return `\n${summaryText(event)}`;
    default:
      return undefined;
  }
}

function warningText({ message, fix, code, side }: Extract<DriverEvent, { type: "finding" }>): string {
  return [labelled("  ! ", onSideText(side, message)), labelled("    ", `${fix} (${code})`)].join("\n");
}

/** While the rollback goes on: it may take as long again. */
function failureText({ cause, hint }: Extract<DriverEvent, { type: "failure-found" }>): string {
  const said = `${cause.path.join(" > ")} ${cause.status}: ${cause.reason}`;
  return [labelled("  ✗ ", said), ...(hint ? [labelled("    ", hint.text)] : [])].join("\n");
}

function failedText({ message, standing, fix, hint, consoleUrl }: FailedEvent): string {
  const said = message.split("\n").map((line, index) => labelled(index === 0 ? "✗ " : "  ", line));
  const meaning = hint ? [labelled("  ", hint.text), fixText("  ", hint.fix)] : [];
  const link = consoleUrl ? [`  ${consoleUrl}`] : [];
  return [
    ...said,
    ...meaning,
    ...link,
    ...(standing ? [labelled("  ", standingText(standing))] : []),
    labelled("  ", fix),
  ].join("\n");
}

function standingText({ running, stacks }: Standing): string {
  const states = Object.entries(stacks).map(([name, status]) => `${name} is ${status}`);
  const runs = running === null ? "no release that can be told" : `v${running}`;
  return `Now ${[`${runs} runs`, ...states].join(", ")}.`;
}

const endings: Readonly<Record<Extract<DriverEvent, { type: "summary" }>["result"], string>> = {
  done: "done",
  failed: "failed",
  refused: "refused, nothing was changed",
  interrupted: "interrupted; the same command goes on from what stands",
};

function headingOf({ from, to, index, count }: Extract<DriverEvent, { type: "release-started" }>): string {
  const which = count > 1 ? `Hop ${index} of ${count}: ` : "";
  return from && from !== to ? `${which}v${from} → v${to}` : `${which}v${to}`;
}

function summaryText({
  environment,
  from,
  to,
  hops,
  builds,
  result,
}: Extract<DriverEvent, { type: "summary" }>): string {
  if (!to || result === "refused") return `${environment}: ${endings[result]}`;
  const moved = from && from !== to ? `v${from} → v${to}, ${hops} ${hops === 1 ? "hop" : "hops"} done` : `v${to}`;
  const built = builds.filter(({ status }) => status === "SUCCEEDED").length;
  const builtText = builds.length === 0 ? "" : `, ${built} ${built === 1 ? "build" : "builds"} succeeded`;
  return `${environment}: ${moved}${builtText}: ${endings[result]}`;
}
