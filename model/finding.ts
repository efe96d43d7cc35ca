/** Something that speaks against what is wanted, or that a person should know before going on. */
export interface Finding {
  /** `error`: refused. `warning`: it goes on. */
  readonly severity: "error" | "warning";
  /** Stable, for scripts. */
  readonly code: string;
  /** What is so, for a person. */
  readonly message: string;
  /** What to do, or what is possible instead. */
  readonly fix: string;
}

/** Whether findings forbid to go on. */
export function isRefused(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === "error");
}
