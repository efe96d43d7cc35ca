import { expect } from "chai";
import fc from "fast-check";
import { isInside } from "../../../model/network/ipBlock.ts";
import { type NetworkLayout, networkLayout } from "../../../model/network/networkLayout.ts";
import { keptRanges, type WantedNetwork } from "../../../model/network/wantedNetwork.ts";
import { type IpRange, overlap, parseIpRange } from "../../../model/release/parameters/ipRange.ts";

describe("layout of a VPC", () => {
  it("puts Panther's ranges at the end, and subnets of two zones at the beginning", () => {
    expect(laidOut({ vpc: "10.0.0.0/20", kept: {} })).to.deep.equal({
      kept: {
        SubnetOneIPRange: "10.0.14.128/26",
        SubnetTwoIPRange: "10.0.14.192/26",
        AirgapSubnetOneIPRange: "10.0.15.0/25",
        AirgapSubnetTwoIPRange: "10.0.15.128/25",
      },
      privateSubnets: ["10.0.0.0/22", "10.0.4.0/22"],
      publicSubnets: ["10.0.8.0/24", "10.0.9.0/24"],
    });
  });

  it("fills a /22, and makes do with smaller subnets in a /23", () => {
    expect(laidOut({ vpc: "192.168.4.0/22", kept: {} })).to.deep.include({
      privateSubnets: ["192.168.4.0/24", "192.168.5.0/24"],
      publicSubnets: ["192.168.6.0/26", "192.168.6.64/26"],
    });
    expect(laidOut({ vpc: "192.168.4.0/23", kept: {} })).to.deep.include({
      privateSubnets: ["192.168.4.0/27", "192.168.4.32/27"],
      publicSubnets: ["192.168.4.64/28", "192.168.4.80/28"],
    });
  });

  it("keeps ranges where they are wanted, and places the others around them", () => {
    const { kept, privateSubnets } = laidOut({
      vpc: "172.31.0.0/16",
      kept: { SubnetOneIPRange: "172.31.0.0/27", AirgapSubnetTwoIPRange: "172.31.255.0/24" },
    });
    expect(kept).to.deep.equal({
      SubnetOneIPRange: "172.31.0.0/27",
      SubnetTwoIPRange: "172.31.254.64/26",
      AirgapSubnetOneIPRange: "172.31.254.128/25",
      AirgapSubnetTwoIPRange: "172.31.255.0/24",
    });
    expect(privateSubnets).to.deep.equal(["172.31.64.0/18", "172.31.128.0/18"]);
  });

  it("holds blocks that lie in the VPC and share no address, whatever is given", () => {
    fc.assert(
      fc.property(wantedNetworks, (wanted) => {
        const answer = networkLayout(wanted);
        if (answer.kind === "refused") {
          expect(answer.findings.map(({ code }) => code)).to.satisfy((codes: readonly string[]) =>
            codes.every((code) => code === "ip-ranges-overlap" || code === "vpc-too-small"),
          );
          expect(Object.keys(wanted.kept)).to.have.length.above(0);
          return;
        }
        expect(answer.layout.kept).to.deep.include(wanted.kept);
        const { kept, publicSubnets, privateSubnets } = answer.layout;
        const blocks = [...Object.values(kept), ...publicSubnets, ...privateSubnets].map(range);
        expect(blocks).to.have.length(8);
        const vpc = range(wanted.vpc);
        for (const [index, block] of blocks.entries()) {
          expect(isInside(block, vpc)).to.equal(true);
          expect(blocks.slice(index + 1).some((other) => overlap(block, other))).to.equal(false);
        }
      }),
    );
  });
});

/** Private blocks from /16 to /22, and any of Panther's ranges anywhere in them. */
const wantedNetworks: fc.Arbitrary<WantedNetwork> = fc
  .tuple(fc.integer({ min: 16, max: 22 }), fc.nat(2 ** 16))
  .chain(([prefix, place]) => {
    const vpc = block(10 * 2 ** 24, 8, prefix, place);
    const kept = keptRanges.map(({ name, smallest }) =>
      fc
        .option(fc.tuple(fc.integer({ min: prefix + 3, max: smallest }), fc.nat(2 ** 12)), { nil: undefined })
        .map((given) => (given ? { [name]: block(range(vpc).first, prefix, ...given) } : {})),
    );
    return fc.tuple(...kept).map((all) => ({ vpc, kept: Object.assign({}, ...all) }));
  });

/** The `place`-th block of its size, counted around, in the one that begins at `first`. */
function block(first: number, outerPrefix: number, prefix: number, place: number): string {
  const start = first + (place % 2 ** (prefix - outerPrefix)) * 2 ** (32 - prefix);
  return `${[24, 16, 8, 0].map((shift) => (start >>> shift) & 255).join(".")}/${prefix}`;
}

function range(text: string): IpRange {
  const read = parseIpRange(text);
  if (!read) throw new Error(`${text} is no range`);
  return read;
}

function laidOut(wanted: WantedNetwork): NetworkLayout {
  const answer = networkLayout(wanted);
  if (answer.kind === "refused") throw new Error(answer.findings.map(({ message }) => message).join("\n"));
  return answer.layout;
}
