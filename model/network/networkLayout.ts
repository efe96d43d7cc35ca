import type { Finding } from "../finding.ts";
import type { IpRange } from "../release/parameters/ipRange.ts";
import { freeBlock, ipBlockText } from "./ipBlock.ts";
import { readNetwork } from "./readNetwork.ts";
import { type KeptRange, keptRanges, smallestSubnet, type WantedNetwork } from "./wantedNetwork.ts";

/** Blocks in CIDR notation; none meets another. */
export interface NetworkLayout {
  /** For Panther's own subnets, by the root parameters that name them. */
  readonly kept: Readonly<Record<KeptRange, string>>;
  /** One in each of two availability zones. */
  readonly publicSubnets: readonly [string, string];
  readonly privateSubnets: readonly [string, string];
}

export type NetworkAnswer =
  | { readonly kind: "laid-out"; readonly layout: NetworkLayout }
  | { readonly kind: "refused"; readonly findings: readonly Finding[] };

/** The smallest private subnet that is worth having: AWS takes 5 of its 32 addresses. */
const smallestPrivateSubnet = 27;

/**
 * Divides a VPC between Panther, which makes its subnets in the kept ranges itself, and two zones of our own: each has a
 * private subnet of at most a quarter of the VPC, and a public one of a quarter of that. Ours fill the VPC from its
 * beginning, Panther's from its end, and what is over stays free.
 */
export function networkLayout(wanted: WantedNetwork): NetworkAnswer {
  const { vpc, kept: given, findings } = readNetwork(wanted);
  if (!vpc || findings.length > 0) return { kind: "refused", findings };
  const kept = new Map(given);
  // From the end of the VPC backwards, so that they lie in the order of their names.
  for (const { name, usual } of keptRanges.toReversed()) {
    const place = kept.get(name) ?? freeBlock(vpc, [...kept.values()], usual, "last");
    if (!place) return tooSmall(wanted.vpc, `Panther's own subnets, a /${usual} for ${name} among them`);
    kept.set(name, place);
  }
  const subnets = placedSubnets(vpc, [...kept.values()]);
  if (!subnets) return tooSmall(wanted.vpc, "two private and two public subnets beside those of Panther");
  const [privateOne, privateTwo, publicOne, publicTwo] = subnets;
  return {
    kind: "laid-out",
    layout: {
      kept: Object.fromEntries([...kept].map(([name, range]) => [name, ipBlockText(range)])) as NetworkLayout["kept"],
      privateSubnets: [privateOne, privateTwo],
      publicSubnets: [publicOne, publicTwo],
    },
  };
}

/** Two private and two public subnets, as large as the free space allows. */
function placedSubnets(vpc: IpRange, kept: readonly IpRange[]): readonly [string, string, string, string] | undefined {
  for (let prefix = vpc.prefix + 2; prefix <= smallestPrivateSubnet; prefix++) {
    const publicPrefix = Math.min(prefix + 2, smallestSubnet);
    const placed: IpRange[] = [];
    for (const size of [prefix, prefix, publicPrefix, publicPrefix]) {
      const place = freeBlock(vpc, [...kept, ...placed], size, "first");
      if (place) placed.push(place);
    }
    const [one, two, three, four] = placed.map(ipBlockText);
    if (one && two && three && four) return [one, two, three, four];
  }
  return undefined;
}

function tooSmall(vpc: string, what: string): NetworkAnswer {
  const finding: Finding = {
    severity: "error",
    code: "vpc-too-small",
    message: `The VPC's block ${vpc} has no room for ${what}.`,
    fix: "Give the VPC a larger block: a /22 holds everything in its usual size. Or keep smaller ranges for Panther.",
  };
  return { kind: "refused", findings: [finding] };
}
