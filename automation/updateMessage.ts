import { runMark } from "./orphans.ts";

/**
 * What `pulumi stack history` shows of a run. It is among the process's arguments too, where the run's mark tells whose it
 * is. In one line, however a person wrote the reason.
 */
export function updateMessage({
  what,
  runId,
  caller,
  reason,
}: {
  /** A release (`v1.39.7`) or a command. */
  readonly what: string;
  readonly runId: string;
  /** ARN. */
  readonly caller: string;
  readonly reason?: string;
}): string {
  const why = reason === undefined ? "" : `: ${reason.replace(/\s+/g, " ").trim()}`;
  return `panther ${what} ${runMark(runId)}, by ${caller})${why}`;
}
