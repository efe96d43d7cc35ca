import type { Finding } from "../finding.ts";
import { type ReleaseVersion, tagOf } from "../release/version.ts";

/** What is wrong where the two sides of a split run different releases, or the web side none: a run has ended in the middle. */
export function sidesInStep(
  environment: string,
  running: { readonly backend?: ReleaseVersion | undefined; readonly web?: ReleaseVersion | undefined },
): Finding | undefined {
  const { backend, web } = running;
  if (backend === undefined || backend === web) return undefined;
  if (web === undefined) {
    return {
      severity: "warning",
      code: "web-side-missing",
      message: `The backend runs ${tagOf(backend)}, and of the web side no release runs that can be told.`,
      fix: `Go on where the last run ended: panther deploy ${environment}`,
    };
  }
  return {
    severity: "warning",
    code: "sides-out-of-step",
    message: `The backend runs ${tagOf(backend)} and the web side ${tagOf(web)}.`,
    fix: `Go on where the last run ended: panther upgrade ${environment}`,
  };
}
