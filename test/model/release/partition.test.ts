import { expect } from "chai";
import { partitionOf, stackConsoleUrl } from "../../../model/release/partition.ts";

describe("partitions", () => {
  it("follow from the region", () => {
    expect(["eu-west-1", "cn-northwest-1", "us-gov-east-1"].map((region) => partitionOf(region).name)).to.deep.equal([
      "aws",
      "aws-cn",
      "aws-us-gov",
    ]);
  });

  it("make console links", () => {
    expect(stackConsoleUrl("cn-north-1", "arn:x/y")).to.equal(
      "https://console.amazonaws.cn/cloudformation/home?region=cn-north-1#/stacks/events?stackId=arn%3Ax%2Fy",
    );
  });
});
