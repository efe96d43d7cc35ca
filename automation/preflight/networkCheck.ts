import { type NetworkFacts, networkObservations } from "../../model/preflight/network.ts";
import { pass } from "../../model/preflight/outcome.ts";
import { pages } from "../pages.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { parameterValues } from "./parameterValues.ts";

const subnets = { SubnetOneID: "SubnetOneIPRange", SubnetTwoID: "SubnetTwoIPRange" } as const;
const airgap = ["AirgapSubnetOneIPRange", "AirgapSubnetTwoIPRange"];

export const networkCheck: Check<Context> = {
  code: "network",
  look: async (context) => {
    const valueFor = await parameterValues(context);
    const vpcId = valueFor("VpcID");
    if (vpcId === "") return [pass("VpcID is blank: Panther makes a VPC of its own.")];
    const ids = Object.keys(subnets).map((name) => [name, valueFor(name)] as const);
    // A subnet that is named needs no range.
    const made = Object.entries(subnets).flatMap(([name, range]) => (valueFor(name) === "" ? [range] : []));
    const values = {
      vpcId,
      subnetIds: Object.fromEntries(ids),
      securityGroupId: valueFor("SecurityGroupID"),
      ranges: Object.fromEntries([...made, ...airgap].map((name) => [name, valueFor(name)])),
    };
    return networkObservations(values, await networkFacts(context, vpcId));
  },
};

async function networkFacts({ apis }: Context, vpcId: string): Promise<NetworkFacts> {
  const ofVpc = [{ Name: "vpc-id", Values: [vpcId] }];
  const subnetsFound: { id: string; range: string; zone: string }[] = [];
  const groups: string[] = [];
  const readSubnets = async () => {
    for await (const page of pages((token) => apis.network.describeSubnets({ Filters: ofVpc, ...token }))) {
      for (const { SubnetId: id = "", CidrBlock: range = "", AvailabilityZone: zone = "" } of page.Subnets ?? []) {
        subnetsFound.push({ id, range, zone });
      }
    }
  };
  const readGroups = async () => {
    for await (const page of pages((token) => apis.network.describeSecurityGroups({ Filters: ofVpc, ...token }))) {
      groups.push(...(page.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []));
    }
  };
  const [vpc] = await Promise.all([vpcOf(apis, vpcId), readSubnets(), readGroups()]);
  return { subnets: subnetsFound, groups, ...(vpc && { vpc }) };
}

async function vpcOf({ network }: Context["apis"], vpcId: string): Promise<NetworkFacts["vpc"]> {
  try {
    const { Vpcs: [vpc] = [] } = await network.describeVpcs({ VpcIds: [vpcId] });
    if (!vpc) return undefined;
    const more = (vpc.CidrBlockAssociationSet ?? []).filter(
      ({ CidrBlockState }) => CidrBlockState?.State === "associated",
    );
    const ranges = [vpc.CidrBlock, ...more.map(({ CidrBlock }) => CidrBlock)].filter((range) => range !== undefined);
    return { ranges: [...new Set(ranges)] };
  } catch (error) {
    if (error instanceof Error && error.name.startsWith("InvalidVpcID")) return undefined;
    throw error;
  }
}
