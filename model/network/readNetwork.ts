import type { Finding } from "../finding.ts";
import { type IpRange, overlap, parseIpRange } from "../release/parameters/ipRange.ts";
import { ipBlockText, isInside, isPrivate } from "./ipBlock.ts";
import { type KeptRange, keptRanges, vpcPrefixes, type WantedNetwork } from "./wantedNetwork.ts";

/** Ranges that are sound by themselves and go together, and what is wrong with the others. */
export interface ReadNetwork {
  readonly vpc: IpRange | undefined;
  readonly kept: ReadonlyMap<KeptRange, IpRange>;
  readonly findings: readonly Finding[];
}

/** Reads what is given of a network. Everything that is wrong is found at once. */
export function readNetwork(wanted: WantedNetwork): ReadNetwork {
  const vpc = readBlock("The VPC's block", wanted.vpc);
  const read = keptRanges.flatMap((kept) => {
    const text = wanted.kept[kept.name];
    return text === undefined ? [] : [{ ...kept, text, ...readBlock(kept.name, text) }];
  });
  const sound = read.flatMap(({ range, ...rest }) => (range ? [{ ...rest, range }] : []));
  const findings = [
    ...vpc.findings,
    ...(vpc.range ? vpcFindings(wanted.vpc, vpc.range) : []),
    ...read.flatMap((one) => one.findings),
    ...sound.flatMap(({ name, text, range, smallest }) => [
      ...(range.prefix > smallest ? [tooSmall(name, text, smallest)] : []),
      ...(vpc.range && !isInside(range, vpc.range) ? [outside(name, text, wanted.vpc)] : []),
    ]),
    ...sound.flatMap((one, index) =>
      sound.slice(index + 1).flatMap((other) => (overlap(one.range, other.range) ? [overlaps(one, other)] : [])),
    ),
  ];
  return { vpc: vpc.range, kept: new Map(sound.map(({ name, range }) => [name, range])), findings };
}

function readBlock(what: string, text: string): { range: IpRange | undefined; findings: readonly Finding[] } {
  const range = parseIpRange(text);
  if (!range) {
    const fix = "Write an IPv4 range such as 10.20.0.0/20.";
    return { range, findings: [error("ip-range-unreadable", `${what}, "${text}", is no IPv4 range.`, fix)] };
  }
  const exact = ipBlockText(range);
  if (exact === text) return { range, findings: [] };
  // AWS would cut the host's bits off without a word, and every later comparison with what stands would differ.
  const message = `${what}, ${text}, does not begin where a /${range.prefix} can.`;
  return { range, findings: [error("ip-range-inexact", message, `Write ${exact}, or another range.`)] };
}

function vpcFindings(text: string, range: IpRange): readonly Finding[] {
  const { largest, smallest } = vpcPrefixes;
  const findings: Finding[] = [];
  if (range.prefix < largest || range.prefix > smallest) {
    const message = `The VPC's block ${text} is not between a /${largest} and a /${smallest}, as AWS wants it.`;
    findings.push(error("vpc-size", message, "Take a /20, or any block from /16 to /22."));
  }
  if (!isPrivate(range)) {
    const message = `The VPC's block ${text} is not private: hosts in the internet that have its addresses would be out of reach.`;
    const fix = "Take a block in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.";
    findings.push(error("vpc-not-private", message, fix));
  }
  return findings;
}

function tooSmall(name: string, text: string, smallest: number): Finding {
  return error("ip-range-too-small", `${name}, ${text}, is smaller than a /${smallest}.`, "Give it a larger range.");
}

function outside(name: string, text: string, vpc: string): Finding {
  const message = `${name}, ${text}, does not lie in the VPC's block ${vpc}.`;
  return error("ip-range-outside-vpc", message, `Take a range in ${vpc}, or leave ${name} out to get one.`);
}

interface Named {
  readonly name: string;
  readonly text: string;
}

function overlaps(one: Named, other: Named): Finding {
  const message = `${other.name}, ${other.text}, and ${one.name}, ${one.text}, overlap: two subnets can't share addresses.`;
  return error("ip-ranges-overlap", message, `Give ${other.name} a range of its own.`);
}

function error(code: string, message: string, fix: string): Finding {
  return { severity: "error", code, message, fix };
}
