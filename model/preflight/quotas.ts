import { failure, type Observation, pass, warning } from "./outcome.ts";
import type { ReleaseResource } from "./releaseResources.ts";

/** Something that an account may have so many of. */
export interface QuotaUse {
  /** Such as `VPCs`. */
  readonly things: string;
  readonly needed: number;
  readonly used: number;
  readonly limit: number;
}

/** Of the limit; beyond that it is said. */
const tight = 0.9;

export function quotaObservation({ things, needed, used, limit }: QuotaUse): Observation {
  const said = `${things}: ${used} of ${limit} are used, and the release makes ${needed}.`;
  const fix = `Ask for a higher quota (Service Quotas), or remove ${things} that nothing needs.`;
  if (used + needed > limit) return failure(said, fix);
  return used + needed > limit * tight ? warning(said, fix) : pass(said);
}

/** How many of some types a release makes. A function of SAM's without a role brings one. */
export function countOf(resources: readonly ReleaseResource[], type: string): number {
  const own = resources.filter((resource) => resource.type === type).length;
  if (type !== "AWS::IAM::Role") return own;
  return (
    own +
    resources.filter((resource) => resource.type === "AWS::Serverless::Function" && !resource.properties.Role).length
  );
}
