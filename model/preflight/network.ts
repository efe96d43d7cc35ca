import { isInside } from "../network/ipBlock.ts";
import { type IpRange, overlap, parseIpRange } from "../release/parameters/ipRange.ts";
import { failure, type Observation, pass, warning } from "./outcome.ts";

/** What EC2 says of the network that parameters name. */
export interface NetworkFacts {
  /** Missing where there is no such VPC. */
  readonly vpc?: { readonly ranges: readonly string[] };
  /** All that are in the VPC. */
  readonly subnets: readonly { readonly id: string; readonly range: string; readonly zone: string }[];
  /** IDs of the security groups in the VPC. */
  readonly groups: readonly string[];
}

/** Root parameters of the network; blank where they are. */
export interface NetworkValues {
  readonly vpcId: string;
  /** By name of the parameter. */
  readonly subnetIds: Readonly<Record<string, string>>;
  readonly securityGroupId: string;
  /** Of subnets that are to be made, by name of the parameter. */
  readonly ranges: Readonly<Record<string, string>>;
}

export function networkObservations(
  values: NetworkValues,
  { vpc, subnets, groups }: NetworkFacts,
): readonly Observation[] {
  const { vpcId, subnetIds, securityGroupId } = values;
  if (!vpc) return [failure(`There is no VPC ${vpcId} in this account and region.`, "Correct VpcID, or make it.")];
  const wanted = Object.entries(subnetIds).filter(([, id]) => id !== "");
  const missing = wanted.filter(([, id]) => !subnets.some((subnet) => subnet.id === id));
  const zones = wanted.flatMap(([, id]) => subnets.find((subnet) => subnet.id === id)?.zone ?? []);
  const found = [
    ...missing.map(([name, id]) =>
      failure(`${name}: ${vpcId} has no subnet ${id}.`, `Give ${name} a subnet of that VPC.`),
    ),
    ...(zones.length === 2 && zones[0] === zones[1]
      ? [
          failure(
            `Both subnets are in ${zones[0]}.`,
            "A load balancer wants two availability zones: choose another subnet.",
          ),
        ]
      : []),
    ...(securityGroupId !== "" && !groups.includes(securityGroupId)
      ? [failure(`${vpcId} has no security group ${securityGroupId}.`, "Give SecurityGroupID one of that VPC.")]
      : []),
    ...Object.entries(values.ranges).flatMap(([name, text]) => rangeObservations(name, text, vpc.ranges, subnets)),
  ];
  return found.length > 0 ? found : [pass(`${vpcId} and what is named of it fit.`)];
}

function rangeObservations(
  name: string,
  text: string,
  ofVpc: readonly string[],
  subnets: NetworkFacts["subnets"],
): readonly Observation[] {
  const range = parseIpRange(text);
  // What is no range is the parameters' check to tell.
  if (!range) return [];
  if (!ofVpc.some((outer) => isInRange(range, outer))) {
    return [
      failure(`${name}: ${text} is not inside the VPC (${ofVpc.join(", ")}).`, `Give ${name} a range of the VPC.`),
    ];
  }
  const taken = subnets.filter((subnet) => meets(range, subnet.range));
  if (taken.length === 0) return [];
  const evidence = taken.map((subnet) => `${subnet.id} has ${subnet.range}`);
  // Of a Panther that stands, its own subnet has the range.
  if (taken.some((subnet) => subnet.range === text)) {
    return [
      warning(`${name}: a subnet has ${text} already.`, "Nothing is to be done if it is Panther's own.", { evidence }),
    ];
  }
  return [failure(`${name}: ${text} is not free.`, `Give ${name} a range that no subnet has.`, { evidence })];
}

function isInRange(inner: IpRange, outer: string): boolean {
  const range = parseIpRange(outer);
  return range !== undefined && isInside(inner, range);
}

function meets(range: IpRange, other: string): boolean {
  const parsed = parseIpRange(other);
  return parsed !== undefined && overlap(range, parsed);
}
