/** What a check came to. `could-not-tell` is neither good nor bad: nobody could look. */
export type Verdict = "pass" | "warning" | "failure" | "could-not-tell";

/** Who has to do what a fix says. */
export type Doer = "you" | "account administrator" | "organization administrator" | "Panther";

/** One thing that a check saw. */
export interface Observation {
  readonly verdict: Verdict;
  /** What is so, for a person; why nobody can tell, where that is so. */
  readonly message: string;
  /** What AWS said or showed; left out where the message has it. */
  readonly evidence?: readonly string[];
  /** What to do; left out where nothing is. */
  readonly fix?: string;
  /** Who has to do it; left out: who the check names. */
  readonly who?: Doer;
}

type Detail = Pick<Observation, "evidence" | "who">;

export function pass(message: string, detail: Pick<Observation, "evidence"> = {}): Observation {
  return { verdict: "pass", message, ...detail };
}

export function warning(message: string, fix: string, detail: Detail = {}): Observation {
  return { verdict: "warning", message, fix, ...detail };
}

export function failure(message: string, fix: string, detail: Detail = {}): Observation {
  return { verdict: "failure", message, fix, ...detail };
}

export function unknown(message: string, fix: string, detail: Detail = {}): Observation {
  return { verdict: "could-not-tell", message, fix, ...detail };
}

const worstFirst: readonly Verdict[] = ["failure", "could-not-tell", "warning", "pass"];

/** What some observations come to together. */
export function worst(observations: readonly Observation[]): Verdict {
  return worstFirst.find((verdict) => observations.some((one) => one.verdict === verdict)) ?? "pass";
}

/** Observations, the gravest first, else in their order. */
export function sorted(observations: readonly Observation[]): readonly Observation[] {
  return worstFirst.flatMap((verdict) => observations.filter((one) => one.verdict === verdict));
}
