import { TerminalInterrupt } from "../terminalInterrupt.ts";
import { exitCodes } from "./exitCodes.ts";

/** Aborts at the first signal that asks this process to end; the next one ends it at once. */
export function signalOfProcess(): AbortSignal {
  const abort = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // on() and not once(): libraries that restore the terminal end the process where no other listener is left.
    process.on(name, () => {
      if (abort.signal.aborted) process.exit(exitCodes.interrupted);
      // A terminal that has been closed takes no more lines, and that must not end this before Pulumi has.
      if (name === "SIGHUP") for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
      abort.abort(name === "SIGINT" && process.stdin.isTTY ? new TerminalInterrupt() : new Error(name));
    });
  }
  return abort.signal;
}
