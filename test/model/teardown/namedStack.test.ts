import { expect } from "chai";
import type { SeenStack } from "../../../model/preflight/otherStacks.ts";
import { namedFindings, namedStack, standingSourceStacks } from "../../../model/teardown/namedStack.ts";
import { acceptableTeardownCodes } from "../../../model/teardown/teardownFindings.ts";

const stack = (name: string, more: Partial<SeenStack> = {}): SeenStack => ({
  stackId: `arn:${name}`,
  name,
  status: "CREATE_COMPLETE",
  tags: {},
  ...more,
});
const mages = (name: string) => stack(name, { tags: { Application: "Panther", Stack: name } });
const root = stack("security");
const nested = stack("security-Core", { rootId: "arn:security", tags: { Application: "Panther" } });

describe("a stack that was named", () => {
  const kindOf = (seen: readonly SeenStack[], name: string) => namedStack(seen, name).kind;

  it("is a root stack by what is nested in it, or by its name", () => {
    expect(kindOf([root, nested], "security")).to.equal("root");
    expect(kindOf([stack("panther-old")], "panther-old")).to.equal("root");
    expect(kindOf([stack("shop"), nested], "shop")).to.equal("unlike");
    expect(namedStack([root, nested], "security-Core")).to.deep.equal({ kind: "nested", root: "security" });
    expect(namedStack([nested], "security-Core")).to.deep.equal({ kind: "nested", root: "arn:security" });
  });

  it("stands for all nine of mage deploy only where it has mage's tags, or is gone and others are left", () => {
    expect(kindOf([mages("panther-web"), mages("panther-core")], "panther-web")).to.equal("source");
    expect(kindOf([mages("panther-core")], "panther-web")).to.equal("source");
    // One of somebody's own with that name, beside what mage deployed.
    expect(kindOf([stack("panther-web"), mages("panther-core")], "panther-web")).to.equal("unlike");
    expect(kindOf([stack("panther-core")], "panther-web")).to.equal("gone");
    expect(kindOf([mages("panther-core")], "panther-prod")).to.equal("gone");
    // A web app's root stack over AWS China may have the name as well.
    const inWeb = stack("panther-web-Web", { rootId: "arn:panther-web", tags: { Stack: "panther-web" } });
    expect(kindOf([stack("panther-web"), inWeb], "panther-web")).to.equal("root");
    expect([
      kindOf([mages("panther-glue")], "panther-glue"),
      kindOf([stack("panther-glue")], "panther-glue"),
    ]).to.deep.equal(["root", "unlike"]);
    const all = [mages("panther-core"), mages("panther-glue"), stack("panther-web")];
    expect(standingSourceStacks(all)).to.deep.equal(["panther-core"]);
  });

  it("is refused where it is missing, nested, or not like Panther's", () => {
    const seen = [root, nested, stack("shop")];
    const of = (name: string, wasDeleted = false) =>
      namedFindings({ name, found: namedStack(seen, name), wasDeleted, seen });
    expect([of("security"), of("securtiy", true)]).to.deep.equal([[], []]);
    const [missing] = of("securtiy");
    expect(missing).to.include({ severity: "error", code: "stack-missing" });
    expect(missing?.message).to.include("Of Panther there stands: security.");
    const [alone] = namedFindings({ name: "x", found: { kind: "gone" }, wasDeleted: false, seen: [stack("shop")] });
    expect(alone?.message).to.match(/last 90 days\.$/);
    const [inside] = of("security-Core");
    expect(inside).to.include({ severity: "error", code: "stack-nested" });
    expect(inside?.fix).to.include("--stack security");
    expect(of("shop")[0]).to.include({ severity: "error", code: "stack-not-panthers" });
    expect(acceptableTeardownCodes).to.include.members(["stack-missing", "stack-not-panthers"]);
    // Deleted alone it would break the root stack, whoever says so.
    expect(acceptableTeardownCodes).not.to.include("stack-nested");
  });
});
