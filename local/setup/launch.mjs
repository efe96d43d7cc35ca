import { spawn } from "node:child_process";
import { constants } from "node:os";
import { commandEnvironment } from "./places.mjs";

const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Runs the command that set-up was for, as if it had been started directly: same terminal, same signals, same exit code.
 *
 * @param {readonly string[]} command
 * @returns {Promise<number>} its exit code
 */
export function launch([name = "", ...args]) {
  return new Promise((resolve) => {
    const child = spawn(name === "node" ? process.execPath : name, args, {
      stdio: "inherit",
      env: commandEnvironment(),
    });
    // Ctrl-C on a terminal reaches every process of the foreground group: passed on as well, it would count as a second one.
    const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      if (signal !== "SIGINT" || !onTerminal) child.kill(signal);
    };
    for (const signal of signals) process.on(signal, passOn);
    /** @param {number} code */
    const end = (code) => {
      for (const signal of signals) process.off(signal, passOn);
      resolve(code);
    };
    child.once("error", (error) => {
      process.stderr.write(`${name} could not be started: ${error.message}\n`);
      end(127);
    });
    child.once("exit", (code, signal) => end(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
