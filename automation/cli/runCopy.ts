import { setFlagsFromString } from "node:v8";
import type { CopyReport } from "../china/copy/copyEvents.ts";
import type { Timing } from "../timing.ts";
import { realTiming } from "../timing.ts";
import { copyPrinter } from "./copyPrinter.ts";
import { exitCodes } from "./exitCodes.ts";
import { outputStyle } from "./printers.ts";
import { signalOfProcess } from "./signalOfProcess.ts";

/** What a copy that a command begins is given. */
export interface CopyContext {
  readonly report: CopyReport;
  readonly signal: AbortSignal;
  readonly timing: Timing;
}

/** Runs a copy, prints what it reports, and resolves to the exit code. */
export async function runCopy(
  options: { readonly json?: boolean },
  copy: (context: CopyContext) => Promise<unknown>,
): Promise<number> {
  // The driver is kept small for hours; a copy is over in minutes and spends half of them on collecting garbage that way.
  setFlagsFromString("--no-optimize-for-size");
  const output = copyPrinter(outputStyle(options, process.stdout), process.stdout, Date.now);
  const signal = signalOfProcess();
  let begun = false;
  const report: CopyReport = (event) => {
    begun ||= event.type === "copy-planned";
    output.report(event);
  };
  try {
    await copy({ report, signal, timing: realTiming() });
    return exitCodes.done;
  } catch (error) {
    if (signal.aborted) return exitCodes.interrupted;
    const { failedEvent } = await import("../command.ts");
    const failed = failedEvent(error);
    output.report({ type: "failed", code: failed.code, message: failed.message, fix: failed.fix });
    // Once it was said what there is to copy, something may have been.
    return begun || failed.code === "unexpected" ? exitCodes.failed : exitCodes.refused;
  } finally {
    output.close();
  }
}
