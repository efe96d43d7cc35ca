import type { Finding } from "../../finding.ts";

/** What a check of parameters can say. A code says one thing, always with the same severity. */
export const findingCodes = {
  "unknown-parameter": "error",
  "removed-parameter": "error",
  "parameter-of-other-release": "error",
  "not-a-parameter": "error",
  "missing-required": "error",
  "blank-required": "error",
  "not-a-number": "error",
  "below-minimum": "error",
  "above-maximum": "error",
  "too-short": "error",
  "too-long": "error",
  "not-allowed": "error",
  "pattern-mismatch": "error",
  "too-many-items": "error",
  "not-an-ip-range": "error",
  "not-an-account-id": "error",
  "secret-among-plain": "error",
  "masked-value": "error",
  "wrong-partition": "error",
  "wrong-region": "error",
  "needs-other-parameter": "error",
  "ip-ranges-overlap": "error",
  "minimum-above-maximum": "error",
  "nested-limit": "error",
  /** May be accepted: then it is a warning. */
  "deletes-everything": "error",
  "default-against-limits": "warning",
  "pattern-not-checked": "warning",
  "unsupported-by-aws": "warning",
  "without-effect": "warning",
  "change-without-effect": "warning",
  "incomplete-group": "warning",
  "given-twice": "warning",
  "default-ip-range": "warning",
} as const;

export type FindingCode = keyof typeof findingCodes;

/** Errors that somebody who knows what they do may accept. */
export const acceptableCodes: readonly FindingCode[] = ["deletes-everything"];

/** One thing that a check of parameters found. Never holds the value of a secret. */
export interface ParameterFinding extends Finding {
  readonly code: FindingCode;
  readonly parameter: string;
}

export function finding(code: FindingCode, parameter: string, message: string, fix: string): ParameterFinding {
  return { severity: findingCodes[code], code, parameter, message, fix };
}
