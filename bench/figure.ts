/** One measured number against its goal. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** For example `<= 0.4`. */
  readonly goal: string;
  readonly ok: boolean;
}

/** A figure that must not exceed a bound. */
export function atMost(figure: string, value: number, bound: number, unit: string): Figure {
  return { figure, value: Math.round(value * 1000) / 1000, unit, goal: `<= ${bound}`, ok: value <= bound };
}

/** A figure that is shown for what it is. */
export function shown(figure: string, value: number, unit: string): Figure {
  return { figure, value: Math.round(value * 1000) / 1000, unit, goal: "", ok: true };
}
