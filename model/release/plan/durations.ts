import type { ReleaseVersion } from "../version.ts";

/** How long a step of an earlier run took. */
export interface StepDuration {
  readonly step: string;
  /** Which side of a split in China; missing where there is none. */
  readonly side?: string;
  /** Without the leading `v`. */
  readonly release: string;
  readonly seconds: number;
}

export interface Estimate {
  /** By hop; null where no earlier run tells. */
  readonly hops: readonly (number | null)[];
  /** Of all hops together; null where one of them can't be told. */
  readonly seconds: number | null;
}

/**
 * How long hops will take, in seconds, by what their steps took before: for each step the last time for the same release,
 * else the last time for any.
 * @param durations Oldest first.
 */
export function estimate(
  hops: readonly { readonly to: ReleaseVersion }[],
  durations: readonly StepDuration[],
): Estimate {
  const seconds = hops.map(({ to }) => {
    const latest = new Map<string, StepDuration>();
    for (const duration of durations) {
      const name = `${duration.side ?? ""} ${duration.step}`;
      const known = latest.get(name);
      if (duration.release === to || known?.release !== to) latest.set(name, duration);
    }
    const times = [...latest.values()].map((duration) => duration.seconds);
    return times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0);
  });
  return { hops: seconds, seconds: seconds.length === 0 ? null : sumOf(seconds) };
}

function sumOf(times: readonly (number | null)[]): number | null {
  return times.reduce((sum, time) => (sum === null || time === null ? null : sum + time), 0);
}
