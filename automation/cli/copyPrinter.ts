import type { CopyLine } from "./answers.ts";
import { copyLine, progressText } from "./copyText.ts";
import { liveRegion } from "./liveRegion.ts";
import type { OutputStyle } from "./printers.ts";
import { fitted, printable } from "./terminalText.ts";
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
  let progress = "";
  const live = style === "live" ? liveRegion(stream, () => fitted(progress, stream.columns)) : undefined;
  let told = now();
  return {
    report(event) {
      if (event.type === "copy-progress") {
        if (live) {
          progress = `  ${progressText(event)}`;
          live.draw();
        } else if (now() - told >= quietMilliseconds) {
          told = now();
          stream.write(`  ${progressText(event)}\n`);
        }
        return;
      }
      const line = event.type === "failed" ? failedText(event) : copyLine(event);
      progress = "";
      if (line === undefined) return;
      if (live) live.print(printable(line));
      else stream.write(`${printable(line)}\n`);
    },
    close: () => live?.close(),
  };
}

function failedText({ message, fix }: Extract<CopyLine, { type: "failed" }>): string {
  const [first = "", ...more] = message.split("\n");
  return [labelled("✗ ", first), ...more.map((line) => labelled("  ", line)), labelled("  ", fix)].join("\n");
}
