import { expect } from "chai";
import { readEnvironment } from "../../../model/environment/environment.ts";
import { topologyFinding } from "../../../model/rules/topology.ts";

const standard = {
  version: "v1.39.7",
  region: "us-east-1",
  expectedAccountId: "012345678901",
  rootStackName: "panther-prod",
};

function findingFor(raw: Readonly<Record<string, unknown>>) {
  const read = readEnvironment("prod", raw);
  if (read.kind === "problems") throw new Error(JSON.stringify(read.problems));
  return topologyFinding(read.environment);
}

describe("an environment's topology", () => {
  it("may be standard", () => expect(findingFor(standard)).to.equal(undefined));

  it("may not be China's yet, which is valid but not served", () => {
    const china = {
      ...standard,
      topology: "china",
      region: "cn-north-1",
      releaseBucket: "example-releases",
      china: {
        webRegion: "ap-southeast-1",
        webAccountId: "210987654321",
        webParameters: { FirstUserEmail: "a@example.com" },
      },
    };
    expect(findingFor(china)).to.include({ severity: "error", code: "topology-not-served" });
  });
});
