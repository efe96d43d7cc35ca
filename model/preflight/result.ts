import { type CheckCode, checkCatalog } from "./checkCatalog.ts";
import type { CheckGroup } from "./description.ts";
import { type Doer, type Observation, sorted, type Verdict, worst } from "./outcome.ts";

/** What one check came to. */
export interface CheckResult {
  /** Stable, for scripts and for `--accept`. */
  readonly code: string;
  readonly group: CheckGroup;
  readonly title: string;
  readonly verdict: Verdict;
  /** Accepted by name: it does not count, and is shown nevertheless. */
  readonly accepted: boolean;
  /** `web`: it is about the web side of a split in China. */
  readonly side?: "web";
  /** Who has to do something; null where nobody has. */
  readonly who: Doer | null;
  /** The gravest first. */
  readonly observations: readonly Observation[];
}

/** What an environment's checks came to. */
export interface PreflightAnswer {
  readonly environment: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /** The release wanted, without the leading `v`. */
  readonly release: string;
  /** ARN of who ran it; null where that could not be told. */
  readonly caller: string | null;
  /** A check failed that nobody has accepted. */
  readonly refused: boolean;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** In the order of docs/preflight.md. */
  readonly checks: readonly CheckResult[];
}

/** A check's result from what it saw. */
export function checkResult(
  code: CheckCode,
  observations: readonly Observation[],
  { accept, side }: { readonly accept: readonly string[]; readonly side?: "web" },
): CheckResult {
  const { group, title, who } = descriptionOf(code);
  const verdict = worst(observations);
  const gravest = observations.find((one) => one.verdict === verdict);
  return {
    code,
    group,
    title,
    verdict,
    accepted: verdict !== "pass" && accept.includes(code),
    ...(side && { side }),
    who: verdict === "pass" ? null : (gravest?.who ?? who),
    observations: sorted(observations),
  };
}

/** The answer for one environment. */
export function preflightAnswer(
  subject: Omit<PreflightAnswer, "refused" | "counts" | "checks">,
  checks: readonly CheckResult[],
): PreflightAnswer {
  const order: readonly string[] = checkCatalog.map(({ code }) => code);
  const ordered = [undefined, "web" as const].flatMap((side) =>
    checks.filter((check) => check.side === side).sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code)),
  );
  const count = (verdict: Verdict) => ordered.filter((check) => check.verdict === verdict).length;
  return {
    ...subject,
    refused: ordered.some(({ verdict, accepted }) => verdict === "failure" && !accepted),
    counts: {
      pass: count("pass"),
      warning: count("warning"),
      failure: count("failure"),
      "could-not-tell": count("could-not-tell"),
    },
    checks: ordered,
  };
}

function descriptionOf(code: CheckCode) {
  // Codes are the catalog's own keys.
  return checkCatalog.find((check) => check.code === code) as (typeof checkCatalog)[number];
}
