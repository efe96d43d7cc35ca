/** When a new key counts as known to the whole gateway. */
export interface Steadiness {
  /** Answers in a row. */
  readonly times: number;
  /** From the first of them to the last. */
  readonly milliseconds: number;
}

/** Answers since the last refusal; empty before the first. */
export interface AnswerRow {
  readonly count: number;
  /** When the first came and when the last, in milliseconds. */
  readonly from: number;
  readonly to: number;
}

export const noAnswers: AnswerRow = { count: 0, from: 0, to: 0 };

/**
 * The row after one more request. A gateway has many machines and a key reaches them one after the other, so a refusal
 * after an answer is nothing strange, and begins the row anew.
 */
export function nextRow(row: AnswerRow, answered: boolean, at: number): AnswerRow {
  if (!answered) return noAnswers;
  return row.count === 0 ? { count: 1, from: at, to: at } : { ...row, count: row.count + 1, to: at };
}

export function isSteady({ count, from, to }: AnswerRow, { times, milliseconds }: Steadiness): boolean {
  return count >= times && to - from >= milliseconds;
}
