/** Exit codes of the script on the instance; those of sysexits.h where there is one. The rest is the tool's own failure. */
export const sourceExitCodes = {
  /** Another run has the instance: EX_TEMPFAIL. */
  busy: 75,
  /** AWS said to the tool that its credentials have run out. */
  credentials: 76,
  /** What user data installs is not there yet. */
  notReady: 77,
  /** The checkout is not what was asked for: no such tag, no such setting. EX_CONFIG. */
  configuration: 78,
} as const;

/** How a run on the instance ended. */
export type SourceEnd = "done" | "busy" | "credentials" | "not-ready" | "configuration" | "failed";

const ends: Readonly<Record<number, SourceEnd>> = {
  0: "done",
  [sourceExitCodes.busy]: "busy",
  [sourceExitCodes.credentials]: "credentials",
  [sourceExitCodes.notReady]: "not-ready",
  [sourceExitCodes.configuration]: "configuration",
};

export function sourceEndOf(exitCode: number): SourceEnd {
  return ends[exitCode] ?? "failed";
}

/**
 * What the tool's output has in it when credentials ran out, as an extended regular expression. An access key that is not
 * known is not among it: from an instance role those come of a missing permission or a wrong region, and not with time.
 */
export const expiredPattern =
  "ExpiredToken|ExpiredTokenException|RequestExpired|security token included in the request is expired";
