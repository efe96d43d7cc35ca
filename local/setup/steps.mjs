import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Interrupted, messageOf, SetupError } from "./failure.mjs";
import { withLock } from "./lock.mjs";

/**
 * @typedef {object} StepContext
 * @property {(text: string) => void} say shows a line as the step's latest
 * @property {string} log file for the output of commands
 * @property {string} temporary a folder of this run's own, removed afterwards
 * @property {AbortSignal} signal
 */

/**
 * @typedef {object} Step
 * @property {string} name short, fit for a file name
 * @property {string} title for people
 * @property {string} where what it makes, and where: a path
 * @property {readonly string[]} [after] names of steps whose results it needs
 * @property {string} lock folder that only one set-up at a time may hold for this step
 * @property {string} scratch folder under which its temporary folder is made
 * @property {() => boolean | Promise<boolean>} isDone fast, without starting a process
 * @property {(context: StepContext) => Promise<void>} run leaves either the whole result or nothing that `isDone` takes for one
 * @property {string} fix what usually helps when it fails
 */

/**
 * @typedef {object} View
 * @property {(step: Step) => void} started
 * @property {(step: Step, text: string) => void} said
 * @property {(step: Step) => void} finished
 * @property {(step: Step) => void} failed
 * @property {() => void} ended
 */

/** @typedef {{ readonly step: Step, readonly error: SetupError, readonly log: string }} Failure */

/**
 * @typedef {{ readonly kind: "done", readonly ran: readonly string[] }
 *   | { readonly kind: "failed", readonly failures: readonly Failure[], readonly blocked: readonly Step[] }
 *   | { readonly kind: "interrupted" }} Outcome
 */

/**
 * Runs what is missing: each step as soon as those it needs are done, side by side. One that fails doesn't stop the others,
 * so that the next try has less to do and all failures are told at once.
 *
 * @param {readonly Step[]} steps
 * @param {{ readonly view: View, readonly logs: string, readonly signal: AbortSignal }} options
 * @returns {Promise<Outcome>}
 */
export async function runSteps(steps, { view, logs, signal }) {
  /** @type {string[]} */
  const ran = [];
  /** @type {Failure[]} */
  const failures = [];
  /** @type {Step[]} */
  const blocked = [];
  /** @type {Map<string, Promise<boolean>>} */
  const results = new Map();

  /** @param {Step} step @returns {Promise<boolean>} */
  const carryOut = async (step) => {
    const needed = await Promise.all((step.after ?? []).map((name) => results.get(name) ?? unknownStep(step, name)));
    if (needed.includes(false) || signal.aborted) {
      blocked.push(step);
      return false;
    }
    const log = join(logs, `setup-${step.name}.log`);
    let shown = false;
    try {
      if (await step.isDone()) return true;
      view.started(step);
      shown = true;
      await runLocked(step, { log, logs, signal, say: (text) => view.said(step, text) });
      ran.push(step.name);
      view.finished(step);
      return true;
    } catch (error) {
      if (!(error instanceof Interrupted)) failures.push({ step, error: explained(step, error), log });
      if (shown) view.failed(step);
      return false;
    }
  };

  for (const step of steps) results.set(step.name, carryOut(step));
  await Promise.all(results.values());
  view.ended();
  if (signal.aborted) return { kind: "interrupted" };
  return failures.length > 0 ? { kind: "failed", failures, blocked } : { kind: "done", ran };
}

/**
 * @param {Step} step
 * @param {{ readonly log: string, readonly logs: string, readonly signal: AbortSignal, readonly say: (text: string) => void }} options
 */
async function runLocked(step, { log, logs, signal, say }) {
  const onWait = (/** @type {string} */ owner) => say(`waiting for another set-up (${owner})`);
  await withLock(
    step.lock,
    async () => {
      // The one that held the lock before may have done it.
      if (await step.isDone()) return;
      const temporary = join(step.scratch, `${step.name}-${process.pid}`);
      mkdirSync(logs, { recursive: true });
      rmSync(log, { force: true });
      // Whatever lies here is from a run that was killed: nobody else holds the lock.
      for (const left of existsSync(step.scratch) ? readdirSync(step.scratch) : []) {
        if (left.startsWith(`${step.name}-`)) rmSync(join(step.scratch, left), { recursive: true, force: true });
      }
      mkdirSync(temporary, { recursive: true });
      try {
        await step.run({ say, log, temporary, signal });
      } finally {
        rmSync(temporary, { recursive: true, force: true });
      }
      if (!(await step.isDone()))
        throw new SetupError("it ran without an error, but its result is not there", step.fix);
    },
    { onWait, signal },
  );
}

/** @param {Step} step @param {unknown} error */
function explained(step, error) {
  return error instanceof SetupError ? error : new SetupError(messageOf(error), step.fix);
}

/** @param {Step} step @param {string} name @returns {never} */
function unknownStep(step, name) {
  throw new Error(`step ${step.name} comes after ${name}, which is not among the steps before it`);
}
