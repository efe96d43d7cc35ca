import { expect } from "chai";
import { mageTeardownFindings } from "../../../model/source/mageTeardownFindings.ts";

const group = (name: string, way: "delete" | "ask") =>
  ({ name, storedBytes: 0, belongs: way === "ask" ? "unknown" : "deployment", way, why: "" }) as const;

describe("what mage teardown takes of others", () => {
  it("is log groups of its beginning that are not this deployment's", () => {
    const own = [group("/aws/lambda/panther-alerts-api", "delete"), group("/aws/codebuild/panther-site", "ask")];
    expect(mageTeardownFindings(own)).to.deep.equal([]);
    const [finding] = mageTeardownFindings([...own, group("/aws/lambda/panther-billing", "ask")]);
    expect(finding).to.include({ severity: "warning", code: "log-groups-of-others" });
    expect(finding?.message).to.match(/somebody else's: \/aws\/lambda\/panther-billing\.$/);
  });

  it("is not known where they can't be listed, and that is said", () => {
    const [finding] = mageTeardownFindings({ why: "CloudWatch refuses it (test)." });
    expect(finding?.message).to.include("can't be told: CloudWatch refuses it (test).");
    expect(finding?.code).to.equal("log-groups-of-others");
  });
});
