import type { Span } from "./report.ts";

/** @param start and end: milliseconds since 1970; an end before the start, of another clock, is taken for the start */
export function spanOf(start: number, end: number | null): Span {
  if (end === null) return { start: iso(start), end: null, seconds: null };
  const last = Math.max(start, end);
  return { start: iso(start), end: iso(last), seconds: (last - start) / 1000 };
}

export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
