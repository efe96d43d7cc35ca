import type { Finding } from "../finding.ts";

/** When AWS Lambda gives up a runtime. Dates are ISO days and begin at midnight UTC. */
export interface RuntimeEnd {
  readonly runtime: string;
  /** No security patches and no support any more. */
  readonly deprecated: string;
  /** No new function with it. Left out where the date has been put off and no new one is known here. */
  readonly noCreate?: string;
  /** No change to the code or the settings of a function that has it. Left out likewise. */
  readonly noUpdate?: string;
}

/**
 * Runtimes that Panther's templates use or used, and their neighbours. One that is not here is taken as supported. AWS has
 * put dates off more than once: one that is still to come is a forecast.
 * Source: AWS Lambda Developer Guide, "Lambda runtimes", as of July 2026.
 */
export const runtimeEnds: readonly RuntimeEnd[] = [
  { runtime: "go1.x", deprecated: "2024-01-08", noCreate: "2024-02-08" },
  { runtime: "provided", deprecated: "2024-01-08", noCreate: "2024-02-08" },
  { runtime: "python2.7", deprecated: "2021-07-15", noCreate: "2021-07-15", noUpdate: "2022-05-30" },
  { runtime: "python3.6", deprecated: "2022-07-18", noCreate: "2022-07-18", noUpdate: "2022-08-29" },
  { runtime: "python3.7", deprecated: "2023-12-04", noCreate: "2024-01-09" },
  { runtime: "python3.8", deprecated: "2024-10-14" },
  { runtime: "python3.9", deprecated: "2025-12-15", noCreate: "2027-02-01", noUpdate: "2027-03-03" },
  { runtime: "nodejs10.x", deprecated: "2021-07-30", noCreate: "2021-07-30", noUpdate: "2022-02-14" },
  { runtime: "nodejs12.x", deprecated: "2023-03-31", noCreate: "2023-03-31", noUpdate: "2023-04-30" },
  { runtime: "nodejs14.x", deprecated: "2023-12-04", noCreate: "2024-01-09" },
  { runtime: "nodejs16.x", deprecated: "2024-06-12", noCreate: "2027-02-01", noUpdate: "2027-03-03" },
  { runtime: "nodejs18.x", deprecated: "2025-09-01", noCreate: "2027-02-01", noUpdate: "2027-03-03" },
  { runtime: "nodejs20.x", deprecated: "2026-04-30", noCreate: "2027-02-01", noUpdate: "2027-03-03" },
];

/** A runtime that some functions have, and the root parameters that decide it. */
export interface RuntimeUse {
  readonly runtime: string;
  readonly functions: number;
  readonly parameters: readonly string[];
}

/** What AWS says of a runtime at a time; undefined while it is supported. */
export function runtimeFinding({ runtime, parameters }: RuntimeUse, now: Date): Finding | undefined {
  const end = runtimeEnds.find((known) => known.runtime === runtime);
  const isPast = (day: string | undefined) => day !== undefined && now.getTime() >= Date.parse(day);
  if (!end || !isPast(end.deprecated)) return undefined;
  const said = (day: string | undefined, past: string, future: string) =>
    day === undefined ? [] : [isPast(day) ? `${past} since ${day}` : `${future} from ${day} on`];
  const facts = [
    `is deprecated since ${end.deprecated}`,
    ...said(end.noCreate, "no function can be created with it", "none is to be creatable"),
    ...said(end.noUpdate, "none can be updated", "none is to be updatable"),
  ];
  const another =
    parameters.length > 0 ? `Choose another with ${parameters.join(", ")} where the release allows one. ` : "";
  return {
    severity: "warning",
    code: isPast(end.noCreate) ? "runtime-not-creatable" : "runtime-deprecated",
    message: `functions use the runtime ${runtime}, which ${facts.join("; ")}.`,
    fix: `${another}AWS moves these dates: look at its table of Lambda runtimes, and ask Panther about a release that is refused.`,
  };
}
