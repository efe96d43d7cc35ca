import { finding, type ParameterFinding } from "../finding.ts";
import { type IpRange, overlap, parseIpRange } from "../ipRange.ts";
import { isChosen, isFilled, type Settings, textOf } from "../settings.ts";

const subnets = [
  { id: "SubnetOneID", range: "SubnetOneIPRange" },
  { id: "SubnetTwoID", range: "SubnetTwoIPRange" },
] as const;
const airgapRanges = ["AirgapSubnetOneIPRange", "AirgapSubnetTwoIPRange"] as const;

/** A VPC of one's own: what goes with what. The templates say so in descriptions only. */
export function networkFindings(settings: Settings): readonly ParameterFinding[] {
  if (!settings.parameters.has("VpcID")) return [];
  return isFilled(settings, "VpcID") ? ownVpc(settings) : withoutVpc(settings);
}

function withoutVpc(settings: Settings): readonly ParameterFinding[] {
  const ids = subnets.filter(({ id }) => isFilled(settings, id));
  const idle = ["SecurityGroupID", ...subnets.map(({ range }) => range), ...airgapRanges];
  return [
    ...ids.map(({ id }) =>
      finding(
        "needs-other-parameter",
        id,
        `${id} names a subnet of your own VPC, but VpcID is blank.`,
        `Set VpcID, SecurityGroupID, SubnetOneIPRange and SubnetTwoIPRange with it, or remove ${id}.`,
      ),
    ),
    ...idle
      .filter((name) => isChosen(settings, name))
      .map((name) =>
        finding("without-effect", name, `${name} has no effect: VpcID is blank.`, `Set VpcID, or remove ${name}.`),
      ),
  ];
}

function ownVpc(settings: Settings): readonly ParameterFinding[] {
  const found: ParameterFinding[] = [];
  if (settings.parameters.has("SecurityGroupID") && !isFilled(settings, "SecurityGroupID")) {
    found.push(
      finding(
        "needs-other-parameter",
        "VpcID",
        "VpcID is set, but SecurityGroupID is not.",
        "Set SecurityGroupID to a security group in that VPC.",
      ),
    );
  }
  const named = subnets.filter(({ id }) => isFilled(settings, id));
  for (const { id } of subnets) {
    if (named.length !== 1 || named[0]?.id === id || !settings.parameters.has(id)) continue;
    found.push(
      finding("incomplete-group", id, `${id} is blank, but ${named[0]?.id} is set.`, `Set both subnets, or none.`),
    );
  }
  const ranges = [...subnets.filter((subnet) => !named.includes(subnet)).map(({ range }) => range), ...airgapRanges];
  return [...found, ...ranges.flatMap((name) => unsetRange(settings, name)), ...overlaps(settings, ranges)];
}

function unsetRange(settings: Settings, name: string): readonly ParameterFinding[] {
  if (settings.parameters.get(name)?.given !== "nothing") return [];
  return [
    finding(
      "default-ip-range",
      name,
      `${name} is not set: its default has to lie in your VPC and be free there, as it may in AWS's default VPC only.`,
      `Set ${name} to a free range of that VPC.`,
    ),
  ];
}

function overlaps(settings: Settings, names: readonly string[]): readonly ParameterFinding[] {
  const ranges = names.flatMap((name): readonly { name: string; range: IpRange }[] => {
    const range = parseIpRange(textOf(settings, name) ?? "");
    return range ? [{ name, range }] : [];
  });
  return ranges.flatMap((one, index) =>
    ranges
      .slice(index + 1)
      .filter((other) => overlap(one.range, other.range))
      .map((other) =>
        finding(
          "ip-ranges-overlap",
          other.name,
          `${other.name} and ${one.name} overlap: two subnets can't share addresses.`,
          `Give ${other.name} a range of its own.`,
        ),
      ),
  );
}
