import { failure, type Observation, pass, warning } from "./outcome.ts";
import { type ReleaseResource, resolved } from "./releaseResources.ts";

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

/** Of an account's concurrent executions, for functions that reserve none. */
const leftUnreserved = 100;

/**
 * Whether a release's reservations leave what Lambda insists on.
 * Source: AWS Lambda Developer Guide, "Configuring reserved concurrency for a function".
 * @param unreserved of the account in the region, before the release
 */
export function reservationObservation(reserved: number, unreserved: number): Observation {
  const said = `concurrent executions of Lambda: ${unreserved} are not reserved, and the release reserves ${reserved}.`;
  if (unreserved - reserved >= leftUnreserved) return pass(said);
  return failure(
    `${said} ${leftUnreserved} have to be left.`,
    "Ask for a higher quota (Service Quotas, AWS Lambda, concurrent executions), or have fewer reserved: parameters whose names end with ReservedConcurrency.",
  );
}

/** What the functions of a release reserve together; a value that more than parameters decides is left out. */
export function reservedBy(resources: readonly ReleaseResource[]): number {
  return resources
    .filter(({ type }) => type === "AWS::Lambda::Function" || type === "AWS::Serverless::Function")
    .map(({ properties, known }) => Number(resolved(properties.ReservedConcurrentExecutions, known) ?? 0))
    .reduce((sum, one) => sum + one, 0);
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
