import { expect } from "chai";
import { checkValues, type ValueCheck } from "../../../../model/release/parameters/checkValues.ts";
import { everything, requiredValues } from "./edges.ts";

const template = {
  Parameters: {
    Needed: { Type: "String" },
    Count: { Type: "Number", Default: 1, MaxValue: 5 },
    Odd: { Type: "String", Default: "long", MaxLength: 3 },
    Key: { Type: "String", Default: "", NoEcho: true },
  },
};
const sound = (check: ValueCheck) => [...checkValues(template, check).sound];

describe("values against one template", () => {
  it("are sound unless the template itself has something against them, its own default included", () => {
    expect(sound({ values: { Needed: "x" } })).to.deep.equal(["Needed", "Count", "Key"]);
    expect(sound({ values: { Count: "6", Odd: "abc" } })).to.deep.equal(["Odd", "Key"]);
  });

  it("are sound where they are hidden, or where only their place is wrong", () => {
    expect(sound({ values: {}, secretNames: ["Needed", "Odd"] })).to.deep.equal(["Needed", "Count", "Odd", "Key"]);
    const { sound: names, findings } = checkValues(template, { values: { Needed: "x", Key: "in the open" } });
    expect(findings.map(({ code }) => code)).to.include("secret-among-plain");
    expect([...names]).to.include("Key");
  });

  it("take the partition from the region, unless it is given", () => {
    const partition = (check: Partial<ValueCheck>) =>
      checkValues(template, { values: { Needed: "x" }, ...check }).settings.partition;
    expect(partition({})).to.equal(undefined);
    expect(partition({ region: "cn-north-1" })).to.equal("aws-cn");
    expect(partition({ region: "eu-west-1" })).to.equal("aws");
    expect(partition({ partition: "aws-us-gov" })).to.equal("aws-us-gov");
  });

  it("know what the stack has now, without what is left unset there", () => {
    const { previous } = checkValues(template, { values: {}, previous: { Count: "2", Odd: undefined } }).settings;
    expect([...previous]).to.deep.equal([["Count", "2"]]);
  });

  it("have no accepted error left", () => {
    const values = { ...requiredValues, BootstrapStackOnly: "true" };
    const severities = (accept: readonly string[]) =>
      checkValues(everything, { values, accept }).findings.map(({ severity }) => severity);
    expect(severities([])).to.include("error");
    expect(severities(["deletes-everything"])).to.not.include("error");
  });
});
