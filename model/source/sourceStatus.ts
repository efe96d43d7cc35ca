import type { Finding } from "../finding.ts";

/** What is to be known of the status of an environment that is deployed from source: it is told by root stack and role. */
export function sourceStatus(environment: string): Finding {
  return {
    severity: "warning",
    code: "source-environment",
    message: `${environment} is deployed from source. What is shown is its root stack, if panther source master-deploy has made one; the separate stacks of panther source deploy are not.`,
    fix: `What stands: panther source deploy ${environment} --dry-run, or panther teardown ${environment} --dry-run`,
  };
}
