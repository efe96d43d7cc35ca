import { expect } from "chai";
import { nameProperties } from "../../../model/preflight/fixedNames.ts";
import { knownNames } from "../../../model/preflight/knownNames.ts";
import { isPanthers } from "../../../model/preflight/leftovers.ts";

describe("names that every Panther gives", () => {
  it("are Panther's, of types that have names, each once, and of the region where they have one in them", () => {
    const names = knownNames("us-west-1");
    expect(names.filter((one) => !isPanthers(one) || !(one.type in nameProperties))).to.deep.equal([]);
    expect(new Set(names.map(({ type, name }) => `${type} ${name}`)).size).to.equal(names.length);
    expect(names.map(({ name }) => name)).to.include.members(["panther-compliance", "PantherAuditRole-us-west-1"]);
  });
});
