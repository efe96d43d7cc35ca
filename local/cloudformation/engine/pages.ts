import { validationError } from "../errors.ts";

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

const pageSize = 100;

/** One page of a list. */
export function page<T>(items: readonly T[], token: string | undefined): Page<T> {
  const start = position(token, 0);
  const end = start + pageSize;
  return { items: items.slice(start, end), nextToken: end < items.length ? String(end) : undefined };
}

/** One page of a history kept oldest first, newest first. The token counts from the oldest, so that new entries shift nothing. */
export function newestFirst<T>(history: readonly T[], token: string | undefined): Page<T> {
  const end = Math.min(position(token, history.length), history.length);
  const start = Math.max(0, end - pageSize);
  return { items: history.slice(start, end).reverse(), nextToken: start > 0 ? String(start) : undefined };
}

function position(token: string | undefined, otherwise: number): number {
  if (token === undefined || token === "") return otherwise;
  if (!/^\d+$/.test(token)) throw validationError("Invalid NextToken");
  return Number(token);
}
