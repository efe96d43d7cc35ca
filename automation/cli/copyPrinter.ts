import { createLogUpdate } from "log-update";
import type { CopyLine } from "./answers.ts";
import { copyLine, progressText } from "./copyText.ts";
import type { OutputStyle } from "./printers.ts";
import { labelled } from "./wrap.ts";

/** Where a copy's events go. `close` leaves the terminal as it should be. */
export interface CopyPrinter {
  readonly report: (event: CopyLine) => void;
  close(): void;
}

/** Pipelines end a job that is silent for long. */
const quietMilliseconds = 15_000;

/** One line of progress on a terminal, lines now and then elsewhere, one JSON object a line on request. */
export function copyPrinter(style: OutputStyle, stream: NodeJS.WriteStream, now: () => number): CopyPrinter {
  if (style === "json") {
    return { report: (event) => void stream.write(`${JSON.stringify(event)}\n`), close: () => undefined };
  }
  const live = style === "live" ? createLogUpdate(stream) : undefined;
  let told = now();
  return {
    report(event) {
      if (event.type === "copy-progress") {
        if (live) live(`  ${progressText(event)}`);
        else if (now() - told >= quietMilliseconds) {
          told = now();
          stream.write(`  ${progressText(event)}\n`);
        }
        return;
      }
      const line = event.type === "failed" ? failedText(event) : copyLine(event);
      live?.clear();
      if (line !== undefined) stream.write(`${line}\n`);
    },
    close() {
      live?.clear();
      live?.done();
    },
  };
}

function failedText({ message, fix }: Extract<CopyLine, { type: "failed" }>): string {
  const [first = "", ...more] = message.split("\n");
  return [labelled("✗ ", first), ...more.map((line) => labelled("  ", line)), labelled("  ", fix)].join("\n");
}
