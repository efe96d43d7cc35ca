import type { Finding } from "../finding.ts";
import type { SourceWork } from "./sourceWork.ts";

/** The first stack that `mage deploy` makes. */
export const bootstrapStack = "panther-bootstrap";

/**
 * What of Panther stands in the account and region: a root stack with everything in it, the separate stacks of `mage deploy`,
 * both, which can't come of this tool, or nothing.
 */
export type StandingSource = "root" | "separate" | "both" | "nothing";

/** There is one Panther in an account and region, deployed in one way: names of the other would collide. */
export function standingFinding(
  work: SourceWork,
  standing: StandingSource,
  { rootStackName, environment }: { readonly rootStackName: string; readonly environment: string },
): Finding | undefined {
  if (standing === "both") {
    return {
      severity: "error",
      code: "source-two-deployments",
      message: `Both ${rootStackName} and ${bootstrapStack} stand, and one account has room for one Panther in a region.`,
      fix: `Find out which of the two is used, and have the other deleted: panther teardown ${environment} shows what is there.`,
    };
  }
  if (work === "deploy" && standing === "root") {
    return {
      severity: "error",
      code: "source-other-way",
      message: `${rootStackName} stands: all of Panther in one stack. mage deploy makes separate stacks, whose names collide with what is in it.`,
      fix: `Go on with it: panther source master-deploy ${environment}`,
    };
  }
  if (work === "master-deploy" && standing === "separate") {
    return {
      severity: "error",
      code: "source-other-way",
      message: `${bootstrapStack} stands: Panther as separate stacks. mage master:deploy makes a root stack, and refuses beside them.`,
      fix: `Go on with them: panther source deploy ${environment}`,
    };
  }
  if (work === "teardown" && standing === "nothing") {
    return {
      severity: "error",
      code: "source-nothing-stands",
      message: `Neither ${rootStackName} nor ${bootstrapStack} stands, so mage teardown has no stacks to delete.`,
      fix: `What else is left, buckets and log groups for example: panther teardown ${environment} --dry-run`,
    };
  }
  return undefined;
}
