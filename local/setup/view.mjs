/** @typedef {import("./steps.mjs").Step} Step */
/** @typedef {import("./steps.mjs").View} View */

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMilliseconds = 120;
const reminderMilliseconds = 30_000;

/**
 * Progress for whoever watches: redrawn lines on a terminal, plain ones elsewhere. It goes to stderr, so that what the program
 * itself prints can be piped; where nothing has to be done, nothing is shown.
 *
 * @param {{ readonly write: (text: string) => unknown, readonly isTTY?: boolean, readonly columns?: number }} [stream]
 * @param {Readonly<Record<string, string | undefined>>} [environment]
 * @returns {View}
 */
export function createView(stream = process.stderr, environment = process.env) {
  const plain =
    !stream.isTTY || environment.TERM === "dumb" || (environment.CI !== undefined && environment.CI !== "false");
  return plain ? plainView((line) => stream.write(`${line}\n`)) : terminalView(stream);
}

/**
 * @param {(line: string) => void} print
 * @param {() => number} [now] milliseconds
 * @returns {View}
 */
export function plainView(print, now = Date.now) {
  /** @type {Map<string, { readonly title: string, readonly start: number, last: string }>} */
  const running = new Map();
  /** @param {Step} step */
  const seconds = (step) => Math.round((now() - (running.get(step.name)?.start ?? now())) / 1000);
  /** @type {NodeJS.Timeout | undefined} */
  let reminder;
  return {
    started(step) {
      running.set(step.name, { title: step.title, start: now(), last: "" });
      print(`set-up: ${step.title} ...`);
      // A log that stays silent for minutes looks hung, and some CI systems end such a job.
      reminder ??= setInterval(() => {
        for (const { title, start, last } of running.values()) {
          if (now() - start < reminderMilliseconds / 2) continue;
          print(
            `set-up: ${title}: still running after ${Math.round((now() - start) / 1000)} s${last ? `: ${cut(last, 100)}` : ""}`,
          );
        }
      }, reminderMilliseconds).unref();
    },
    said(step, text) {
      const state = running.get(step.name);
      if (state) state.last = text;
    },
    finished(step) {
      print(`set-up: ${step.title}: done in ${seconds(step)} s`);
      running.delete(step.name);
    },
    failed(step) {
      print(`set-up: ${step.title}: FAILED after ${seconds(step)} s`);
      running.delete(step.name);
    },
    ended() {
      clearInterval(reminder);
    },
  };
}

/**
 * @param {{ readonly write: (text: string) => unknown, readonly columns?: number }} stream
 * @returns {View}
 */
function terminalView(stream) {
  /** @typedef {{ readonly title: string, readonly start: number, text: string, end?: number, ok?: boolean }} Row */
  /** @type {Map<string, Row>} */
  const rows = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let drawn = 0;
  let frame = 0;

  const draw = () => {
    const width = (stream.columns ?? 80) - 1;
    const titles = Math.max(...[...rows.values()].map((row) => row.title.length));
    const lines = [...rows.values()].map((row) => {
      const seconds = `${Math.round(((row.end ?? Date.now()) - row.start) / 1000)} s`.padStart(5);
      const sign = row.end === undefined ? (frames[frame % frames.length] ?? "") : row.ok ? "✔" : "✖";
      const text = row.end === undefined ? row.text : row.ok ? "" : "did not finish";
      return `${cut(`${sign} ${row.title.padEnd(titles)} ${seconds}  ${text}`, width)}\x1b[K\n`;
    });
    stream.write(`${drawn > 0 ? `\x1b[${drawn}A` : ""}${lines.join("")}`);
    drawn = lines.length;
    frame += 1;
  };
  /** @param {Step} step @param {boolean} ok */
  const end = (step, ok) => {
    const row = rows.get(step.name);
    if (row) Object.assign(row, { end: Date.now(), ok });
  };
  return {
    started(step) {
      rows.set(step.name, { title: step.title, start: Date.now(), text: "" });
      timer ??= setInterval(draw, frameMilliseconds);
    },
    said(step, text) {
      const row = rows.get(step.name);
      // What a tool prints may hold colours and carriage returns, which would break the redrawing.
      if (row) row.text = visible(text);
    },
    finished: (step) => end(step, true),
    failed: (step) => end(step, false),
    ended() {
      clearInterval(timer);
      if (rows.size > 0) draw();
    },
  };
}

/** @param {string} text */
function visible(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  return (text.split("\r").at(-1) ?? "").replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "").replace(/[\x00-\x1f\x7f]/g, " ");
}

/** @param {string} text @param {number} width */
function cut(text, width) {
  return text.length > width ? `${text.slice(0, Math.max(width - 1, 0))}…` : text;
}
