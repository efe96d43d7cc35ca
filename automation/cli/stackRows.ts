import type { DriverEvent, SlowResource, StackCounts } from "../events.ts";

type StackProgress = Extract<DriverEvent, { type: "stack-progress" }>;

/** What comes after the step's name: the whole in a few words. */
export function progressDetail({ status, stacks, secondsLeft, interval }: StackProgress): string {
  const nested = stacks.slice(1);
  const done = nested.filter((stack) => isDone(stack.status)).length;
  return [
    status,
    ...(nested.length > 0 ? [`${done} of ${nested.length} nested stacks done`] : []),
    ...(secondsLeft === null ? [] : [leftText(secondsLeft)]),
    // Below this nobody would notice.
    ...(interval > 4 ? [`${Math.round(interval)} s old`] : []),
  ].join(", ");
}

function leftText(seconds: number): string {
  if (seconds < 1) return "longer than the last time";
  return seconds < 90 ? `about ${Math.ceil(seconds)} s left` : `about ${Math.round(seconds / 60)} min left`;
}

/**
 * Lines below it: each nested stack at work or with a failure, then what has been at work for the longest. Failures come
 * first: where the terminal is short, they are what must not be missing.
 * @param limit How many lines there may be.
 */
export function stackRows({ stacks, slowest }: StackProgress, limit: number): readonly string[] {
  const moving = stacks.slice(1).filter(({ status, running, failed }) => failed > 0 || running > 0 || isAtWork(status));
  const rows = [...moving.filter(({ failed }) => failed > 0), ...moving.filter(({ failed }) => failed === 0)].map(
    rowOf,
  );
  const longest = slowest.slice(0, Math.max(0, Math.floor(limit / 3))).map(slowRow);
  const room = Math.max(0, limit - longest.length);
  const shown =
    rows.length > room
      ? [...rows.slice(0, Math.max(0, room - 1)), `    and ${rows.length - Math.max(0, room - 1)} more`]
      : rows;
  return [...shown, ...longest].slice(0, Math.max(0, limit));
}

function isAtWork(status: string): boolean {
  return status.endsWith("_IN_PROGRESS") && !isDone(status);
}

/** What an update no longer needs is removed at the end of all: nobody waits for that. */
function isDone(status: string): boolean {
  return status.endsWith("_COMPLETE") || status === "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS";
}

function rowOf({ path, done, running, failed, total }: StackCounts): string {
  const name = path.slice(1).join(" > ");
  const mark = failed > 0 ? "✗" : " ";
  const counts = [
    total === null ? `${done} done` : `${done} of ${total} done`,
    ...(running > 0 ? [`${running} running`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return `  ${mark} ${name.padEnd(24)} ${counts.join(", ")}`;
}

function slowRow({ path, type, seconds }: SlowResource): string {
  return `    longest: ${Math.round(seconds)} s  ${path.slice(1).join(" > ")} (${type})`;
}
