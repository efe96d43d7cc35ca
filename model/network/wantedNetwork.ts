/** AWS makes no smaller subnet, and no larger or smaller VPC. Source: Amazon VPC documentation, CIDR blocks. */
export const smallestSubnet = 28;
export const vpcPrefixes = { largest: 16, smallest: 28 } as const;

/**
 * Root parameters that name a range of the VPC in which Panther makes a subnet of its own, in the order of addresses:
 * `usual` is the prefix that Panther's own default has. The first two hold its load balancer, for which AWS asks for a /27.
 */
export const keptRanges = [
  { name: "SubnetOneIPRange", usual: 26, smallest: 27 },
  { name: "SubnetTwoIPRange", usual: 26, smallest: 27 },
  { name: "AirgapSubnetOneIPRange", usual: 25, smallest: smallestSubnet },
  { name: "AirgapSubnetTwoIPRange", usual: 25, smallest: smallestSubnet },
] as const;
export type KeptRange = (typeof keptRanges)[number]["name"];

/** A VPC as it is wanted, in CIDR notation. A kept range that is left out gets a place at the end of the VPC. */
export interface WantedNetwork {
  readonly vpc: string;
  readonly kept: Readonly<Partial<Record<KeptRange, string | undefined>>>;
}
