import { createLogUpdate } from "log-update";
import type { Report } from "../events.ts";
import { plainLines } from "./plainLines.ts";
import { advance, emptyView, lineOf, type ProgressView } from "./progressView.ts";
import { progressDetail, stackRows } from "./stackRows.ts";

/** Where a run's events go. `close` leaves the terminal as it should be. */
export interface Printer {
  readonly report: Report;
  close(): void;
}

export type OutputStyle = "live" | "lines" | "json";

/** Live progress on a terminal, plain lines elsewhere, one JSON object a line on request. */
export function printer(style: OutputStyle, stream: NodeJS.WriteStream): Printer {
  switch (style) {
    case "json":
      return { report: (event) => void stream.write(`${JSON.stringify(event)}\n`), close: () => undefined };
    case "lines":
      return linePrinter(stream);
    case "live":
      return livePrinter(stream);
  }
}

export function outputStyle(options: { readonly json?: boolean }, stream: NodeJS.WriteStream): OutputStyle {
  if (options.json) return "json";
  return stream.isTTY ? "live" : "lines";
}

function linePrinter(stream: NodeJS.WriteStream): Printer {
  const line = plainLines(Date.now);
  return {
    report(event) {
      const text = line(event);
      if (text !== undefined) stream.write(`${text}\n`);
    },
    close: () => undefined,
  };
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMilliseconds = 120;

function livePrinter(stream: NodeJS.WriteStream): Printer {
  const live = createLogUpdate(stream);
  let view = emptyView;
  let tick = 0;
  let stepStart = Date.now();
  let drawn = "";
  const draw = () => {
    const frame = frames[tick++ % frames.length] ?? "";
    const line = liveText(view, frame, (Date.now() - stepStart) / 1000, stream);
    // Where there is nothing to draw the line is somebody else's, a question's for example.
    if (line !== "" || drawn !== "") live(line);
    drawn = line;
  };
  const timer = setInterval(draw, frameMilliseconds);
  // The spinner alone must not keep the process alive.
  timer.unref();
  return {
    report(event) {
      view = advance(view, event);
      if (event.type === "step-started" || event.type === "key-step-started") stepStart = Date.now();
      const line = lineOf(event);
      if (line !== undefined) {
        live.clear();
        stream.write(`${line}\n`);
      }
      draw();
    },
    close() {
      clearInterval(timer);
      live.clear();
      live.done();
    },
  };
}

/** What is under way, in lines that fit the terminal, since a wrapped line can't be redrawn cleanly. */
export function liveText(
  { step, detail, stacks }: ProgressView,
  frame: string,
  seconds: number,
  { columns = 80, rows = 24 }: { readonly columns?: number; readonly rows?: number },
): string {
  // Who only watches has no steps.
  const what = step || stacks?.stack;
  if (!what) return "";
  const said = stacks ? progressDetail(stacks) : detail;
  const head = `  ${frame} ${what.padEnd(18)} ${seconds.toFixed(0).padStart(4)} s  ${said}`;
  // A line above stays, whatever happens: the one that says what failed.
  const below = stacks ? stackRows(stacks, rows - rowsKept) : [];
  return [head, ...below].map((line) => fitted(line, columns)).join("\n");
}

const rowsKept = 8;

function fitted(line: string, columns: number): string {
  return line.length < columns ? line : `${line.slice(0, columns - 2)}…`;
}
