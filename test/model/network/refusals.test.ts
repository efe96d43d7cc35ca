import { expect } from "chai";
import { networkLayout } from "../../../model/network/networkLayout.ts";
import type { WantedNetwork } from "../../../model/network/wantedNetwork.ts";

type Kept = WantedNetwork["kept"];

describe("refusals of a VPC's ranges", () => {
  const cases: readonly (readonly [what: string, vpc: string, kept: Kept, ...codes: string[]])[] = [
    ["a block that is none", "10.0.0.0", {}, "ip-range-unreadable"],
    ["a block that is none, whatever lies in it", "", { SubnetOneIPRange: "10.0.0.0/26" }, "ip-range-unreadable"],
    ["a block with bits of a host", "10.0.0.4/20", {}, "ip-range-inexact"],
    ["numbers with leading zeros", "10.000.0.0/20", {}, "ip-range-inexact"],
    ["a block larger than a /16", "10.0.0.0/15", {}, "vpc-size"],
    ["a block smaller than a /28", "10.0.0.0/29", {}, "vpc-size"],
    ["a public block", "172.32.0.0/16", {}, "vpc-not-private"],
    ["the shared addresses of carriers", "100.64.0.0/16", {}, "vpc-not-private"],
    ["no room for Panther's subnets", "10.0.0.0/24", {}, "vpc-too-small"],
    ["a block as small as AWS allows", "10.0.0.0/28", {}, "vpc-too-small"],
    [
      "no room beside Panther's subnets",
      "10.0.0.0/22",
      {
        AirgapSubnetOneIPRange: "10.0.0.0/23",
        AirgapSubnetTwoIPRange: "10.0.2.0/24",
        SubnetTwoIPRange: "10.0.3.128/25",
      },
      "vpc-too-small",
    ],
    ["a range that is none", "10.0.0.0/20", { SubnetOneIPRange: "" }, "ip-range-unreadable"],
    ["a range outside", "10.0.0.0/20", { SubnetOneIPRange: "10.0.16.0/26" }, "ip-range-outside-vpc"],
    ["a range around the VPC", "10.0.0.0/20", { SubnetOneIPRange: "10.0.0.0/19" }, "ip-range-outside-vpc"],
    ["a small range of a load balancer", "10.0.0.0/20", { SubnetTwoIPRange: "10.0.0.0/28" }, "ip-range-too-small"],
    ["a small range of functions", "10.0.0.0/20", { AirgapSubnetTwoIPRange: "10.0.0.0/29" }, "ip-range-too-small"],
    [
      "ranges that overlap",
      "10.0.0.0/20",
      { SubnetOneIPRange: "10.0.0.0/26", AirgapSubnetOneIPRange: "10.0.0.32/27" },
      "ip-ranges-overlap",
    ],
    [
      "everything at once",
      "8.0.0.0/8",
      { SubnetOneIPRange: "9.0.0.1/28", SubnetTwoIPRange: "9.0.0.0/28", AirgapSubnetOneIPRange: "9.0.0.0/24" },
      "vpc-size",
      "vpc-not-private",
      "ip-range-inexact",
      "ip-range-too-small",
      "ip-range-outside-vpc",
      "ip-range-too-small",
      "ip-range-outside-vpc",
      "ip-range-outside-vpc",
      "ip-ranges-overlap",
      "ip-ranges-overlap",
      "ip-ranges-overlap",
    ],
  ];

  for (const [what, vpc, kept, ...codes] of cases) {
    it(`are of ${what}`, () => expect(refused({ vpc, kept })).to.deep.equal(codes));
  }

  it("are not of what is just inside the limits", () => {
    expect(networkLayout({ vpc: "172.31.0.0/16", kept: {} }).kind).to.equal("laid-out");
    const smallest: Kept = {
      SubnetOneIPRange: "10.255.255.0/27",
      SubnetTwoIPRange: "10.255.255.32/27",
      AirgapSubnetOneIPRange: "10.255.255.64/28",
      AirgapSubnetTwoIPRange: "10.255.255.80/28",
    };
    expect(networkLayout({ vpc: "10.255.255.0/24", kept: smallest }).kind).to.equal("laid-out");
  });

  it("say what is wrong with which value, and what to write instead", () => {
    const answer = networkLayout({ vpc: "10.0.0.0/20", kept: { SubnetOneIPRange: "10.0.1.7/26" } });
    expect(answer).to.deep.equal({
      kind: "refused",
      findings: [
        {
          severity: "error",
          code: "ip-range-inexact",
          message: "SubnetOneIPRange, 10.0.1.7/26, does not begin where a /26 can.",
          fix: "Write 10.0.1.0/26, or another range.",
        },
      ],
    });
  });
});

function refused(wanted: WantedNetwork): readonly string[] {
  const answer = networkLayout(wanted);
  return answer.kind === "refused" ? answer.findings.map(({ code }) => code) : [];
}
