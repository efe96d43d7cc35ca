import type { Report } from "../events.ts";
import { liveRegion } from "./liveRegion.ts";
import { plainLines } from "./plainLines.ts";
import { advance, emptyView, lineOf, type ProgressView } from "./progressView.ts";
import { progressDetail, stackRows } from "./stackRows.ts";
import { columnsOf, fitted, printable } from "./terminalText.ts";

/** Where a run's events go. `close` leaves the terminal as it should be. */
export interface Printer {
  readonly report: Report;
  close(): void;
}

export type OutputStyle = "live" | "lines" | "json";

/** What moves the live part. */
export interface FrameClock {
  /** Milliseconds. */
  now(): number;
  /** Acts every so many milliseconds, until the function that it returns is called. */
  every(milliseconds: number, act: () => void): () => void;
}

const realFrames: FrameClock = {
  now: Date.now,
  every(milliseconds, act) {
    const timer = setInterval(act, milliseconds);
    // The spinner alone must not keep the process alive.
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** Live progress on a terminal, plain lines elsewhere, one JSON object a line on request. */
export function printer(style: OutputStyle, stream: NodeJS.WriteStream, clock: FrameClock = realFrames): Printer {
  switch (style) {
    case "json":
      return { report: (event) => void stream.write(`${JSON.stringify(event)}\n`), close: () => undefined };
    case "lines":
      return linePrinter(stream, clock);
    case "live":
      return livePrinter(stream, clock);
  }
}

export function outputStyle(
  options: { readonly json?: boolean },
  stream: NodeJS.WriteStream,
  { TERM }: NodeJS.ProcessEnv = process.env,
): OutputStyle {
  if (options.json) return "json";
  // A dumb terminal can't go back to a line that it has.
  return stream.isTTY && TERM !== "dumb" ? "live" : "lines";
}

function linePrinter(stream: NodeJS.WriteStream, { now }: FrameClock): Printer {
  const line = plainLines(now);
  return {
    report(event) {
      const text = line(event);
      if (text !== undefined) stream.write(`${printable(text)}\n`);
    },
    close: () => undefined,
  };
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMilliseconds = 120;

function livePrinter(stream: NodeJS.WriteStream, clock: FrameClock): Printer {
  let view = emptyView;
  let tick = 0;
  let stepStart = clock.now();
  let failureRows = 0;
  const region = liveRegion(stream, () => {
    const frame = frames[tick % frames.length] ?? "";
    const { columns, rows } = stream;
    return liveText(view, frame, (clock.now() - stepStart) / 1000, { columns, rows, failureRows });
  });
  // Not at every event: of an update's first minute there are hundreds.
  const stop = clock.every(frameMilliseconds, () => {
    tick += 1;
    region.draw();
  });
  return {
    report(event) {
      view = advance(view, event);
      if (["step-started", "key-step-started", "teardown-step-started", "source-command"].includes(event.type))
        stepStart = clock.now();
      const line = lineOf(event);
      if (line === undefined) return;
      const text = printable(line);
      if (event.type === "failure-found" || failureRows > 0) failureRows += rowsOf(text, stream.columns);
      if (event.type === "step-finished") failureRows = 0;
      region.print(text);
    },
    close() {
      stop();
      region.close();
    },
  };
}

function rowsOf(text: string, columns: number): number {
  return text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(columnsOf(line) / columns)), 0);
}

/**
 * What is under way, in lines that fit the terminal. What turns is the last one, so that it alone is drawn again, and
 * short, since a terminal may wrap a longer one in a window that becomes narrower, a moment before it tells.
 */
export function liveText(
  { step, detail, stacks }: ProgressView,
  frame: string,
  seconds: number,
  size: {
    readonly columns?: number;
    readonly rows?: number;
    /** How many rows what failed takes, with all that was printed after it: they stay on the screen if they can. */
    readonly failureRows?: number;
  },
): string {
  const { columns = 80, rows = 24, failureRows = 0 } = size;
  // Who only watches has no steps.
  const what = step || stacks?.stack;
  if (!what || columns < fewestColumns || rows < fewestRows) return "";
  const said = printable(stacks ? progressDetail(stacks) : detail);
  const turning = `  ${frame} ${what.padEnd(18)} ${seconds.toFixed(0).padStart(4)} s`;
  // What was said, what turns and the cursor have a row each.
  const room = rows - 3 - Math.max(rowsAbove, failureRows);
  const limit = Math.max(room, Math.min(fewestStackRows, rows - 3 - rowsAbove));
  const lines = [...(stacks ? stackRows(stacks, limit) : []), ...(said ? [`    ${said}`] : []), turning];
  return lines
    .slice(1 - rows)
    .map((line) => fitted(line, columns))
    .join("\n");
}

const fewestColumns = 10;
const fewestRows = 2;
/** What was printed last is seen, whatever happens. */
const rowsAbove = 6;
/** More than that a failure doesn't push away. */
const fewestStackRows = 4;
