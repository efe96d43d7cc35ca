import { expect } from "chai";
import { chooseSkips, pathOf, skipName } from "../../../model/recovery/skips.ts";

const blocked = (path: string, stackName: string) => {
  const parts = path.split("/");
  return { stackId: "arn", stackName, logicalId: parts.at(-1) ?? "", path: parts, type: "AWS::SQS::Queue", reason: "" };
};
const all = [blocked("Queue", "r"), blocked("Core/Table", "r-Core-1"), blocked("Core/Queue", "r-Core-1")];

describe("what a continued rollback is to skip", () => {
  const named = (...names: readonly string[]) => {
    const { skipped, unknown, ambiguous } = chooseSkips(all, names);
    return { skipped: skipped.map(pathOf), unknown, ambiguous };
  };

  it("is named as AWS names it", () => {
    expect(all.map(skipName)).to.deep.equal(["Queue", "r-Core-1.Table", "r-Core-1.Queue"]);
  });

  it("may be said by path, by AWS's name, or by a logical ID that only one has", () => {
    expect(named("Core/Queue", "r-Core-1.Table")).to.deep.include({ skipped: ["Core/Queue", "Core/Table"] });
    expect(named("Table", "Core/Table")).to.deep.include({ skipped: ["Core/Table"] });
    // In the stack itself a logical ID is its whole path.
    expect(named("Queue")).to.deep.equal({ skipped: ["Queue"], unknown: [], ambiguous: [] });
  });

  it("is not what nothing is stuck at, nor what several are", () => {
    expect(named("Bucket", "Core")).to.deep.equal({ skipped: [], unknown: ["Bucket", "Core"], ambiguous: [] });
    const two = [blocked("A/Queue", "a"), blocked("B/Queue", "b")];
    expect(chooseSkips(two, ["Queue"]).ambiguous).to.deep.equal(["Queue"]);
  });
});
