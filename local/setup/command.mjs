import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { Interrupted, messageOf, SetupError } from "./failure.mjs";

const killAfter = 3_000;
const tailLines = 12;
const complaintLines = 6;
/** Some tools say what is wrong first and then explain themselves at length. */
const complaint = /\b(error|fatal|failed|refused|not found|denied|no space)\b/i;

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {Readonly<Record<string, string | undefined>>} [env]
 * @property {string} log file that gets all output, appended
 * @property {(line: string) => void} [onLine]
 * @property {AbortSignal} [signal] ends the command and everything it started
 * @property {string} fix what to do when it fails
 */

/**
 * Runs a command to its end, in a process group of its own so that its children end with it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} options
 * @returns {Promise<void>}
 * @throws {SetupError} it could not be started, or its exit code is not 0
 */
export async function runCommand(command, args, options) {
  const { signal, onLine } = options;
  if (signal?.aborted) throw new Interrupted();
  const log = createWriteStream(options.log, { flags: "a" });
  log.write(`$ ${[command, ...args].join(" ")}\n`);
  /** @type {string[]} */
  const complaints = [];
  /** @type {string[]} */
  const tail = [];
  try {
    const ended = await new Promise((resolve, reject) => {
      const child = spawn(command, args, {
        cwd: options.cwd,
        env: options.env,
        stdio: ["ignore", "pipe", "pipe"],
        detached: true,
      });
      /** @type {NodeJS.Timeout | undefined} */
      let force;
      const stop = () => {
        endGroup(child.pid, "SIGTERM");
        force = setTimeout(() => endGroup(child.pid, "SIGKILL"), killAfter);
      };
      signal?.addEventListener("abort", stop, { once: true });
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on("line", (line) => {
          log.write(`${line}\n`);
          const text = line.trim();
          if (!text) return;
          if (complaints.length < complaintLines && complaint.test(text)) complaints.push(text);
          tail.push(text);
          if (tail.length > tailLines) tail.shift();
          onLine?.(text);
        });
      }
      const settle = () => {
        clearTimeout(force);
        signal?.removeEventListener("abort", stop);
      };
      child.once("error", (error) => {
        settle();
        reject(error);
      });
      child.once("close", (code, killedBy) => {
        settle();
        resolve(code === 0 ? "" : killedBy ? `was ended by ${killedBy}` : `failed with exit code ${code}`);
      });
    });
    if (signal?.aborted) throw new Interrupted();
    if (ended)
      throw new SetupError(`\`${shorten(command, args)}\` ${ended}`, options.fix, [
        ...new Set([...complaints, ...tail]),
      ]);
  } catch (error) {
    if (error instanceof SetupError || error instanceof Interrupted) throw error;
    throw new SetupError(`\`${command}\` could not be started: ${messageOf(error)}`, options.fix);
  } finally {
    await new Promise((resolve) => log.end(() => resolve(undefined)));
  }
}

/**
 * Asks a command something, with a hard time limit: never hangs, never throws.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ readonly cwd?: string, readonly env?: Readonly<Record<string, string | undefined>>, readonly timeout: number }} options timeout in milliseconds
 * @returns {Promise<{ readonly ok: boolean, readonly output: string, readonly error: string }>} trimmed output, and why it failed
 */
export function ask(command, args, options) {
  return new Promise((resolve) => {
    let output = "";
    let errors = "";
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    /** @param {string} [error] */
    const answer = (error) => {
      clearTimeout(timer);
      resolve({ ok: error === undefined, output: output.trim(), error: error ?? "" });
    };
    const timer = setTimeout(() => {
      endGroup(child.pid, "SIGKILL");
      answer(`no answer in ${options.timeout / 1000} s`);
    }, options.timeout);
    child.stdout.on("data", (data) => {
      output += data;
    });
    child.stderr.on("data", (data) => {
      errors += data;
    });
    child.once("error", (error) => answer(error.message));
    child.once("close", (code) => answer(code === 0 ? undefined : lastLine(errors) || `exit code ${code}`));
  });
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function shorten(command, args) {
  const line = [command.split("/").at(-1), ...args].join(" ");
  return line.length > 100 ? `${line.slice(0, 97)}...` : line;
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split("\n").at(-1)?.trim() ?? "";
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function endGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}
