import { expect } from "chai";
import { parameterDrift, tagDrift } from "../../../model/rules/drift.ts";

const template = {
  Parameters: {
    Text: { Type: "String", Default: "a" },
    Flag: { Type: "String", Default: "false" },
    Size: { Type: "Number", Default: 512 },
    Sizes: { Type: "List<Number>", Default: "1,2" },
    Zones: { Type: "CommaDelimitedList", Default: "" },
    Account: { Type: "String", Default: "" },
    Required: { Type: "String" },
    Token: { Type: "String", NoEcho: true, Default: "" },
    Url: { Type: "String", Default: "" },
  },
};
const asDefault = {
  Text: "a",
  Flag: "false",
  Size: "512",
  Sizes: "1,2",
  Zones: "",
  Account: "",
  Required: "x",
  Token: "****",
  Url: "",
};
const drift = (live: Record<string, string>, values: Record<string, string> = {}) =>
  parameterDrift({
    template,
    live: { ...asDefault, ...live },
    values: { Required: "x", ...values },
    secretNames: ["Url", "Elsewhere"],
  });

describe("drift of parameters", () => {
  it("is none where live values are the file's, or the template's own where the file has none", () => {
    expect(drift({})).to.deep.equal({ drifted: [], notComparable: ["Token", "Url"] });
    expect(drift({ Text: "b" }, { Text: "b", OfAnotherRelease: "1" }).drifted).to.deep.equal([]);
  });

  it("is none between two spellings of one number or list", () => {
    expect(drift({ Size: "512.0", Sizes: "1, 2.0", Zones: "a, b" }, { Zones: "a,b" }).drifted).to.deep.equal([]);
    expect(drift({ Text: "1.0" }, { Text: "1" }).drifted).to.deep.equal([{ name: "Text", wanted: "1", live: "1.0" }]);
  });

  it("shows the values of numbers and flags, and the names alone of everything else", () => {
    const { drifted } = drift(
      { Text: "changed", Flag: "true", Size: "1024", Account: "123456789012", Token: "****", Url: "https://a" },
      { Zones: "", Token: "other" },
    );
    expect(drifted).to.deep.equal([
      { name: "Text" },
      { name: "Flag", wanted: "false", live: "true" },
      { name: "Size", wanted: "512", live: "1024" },
      { name: "Account" },
    ]);
  });

  it("counts a required parameter that the file lacks, and none that the stack has not", () => {
    const question = { template, values: {}, secretNames: [] };
    expect(parameterDrift({ ...question, live: { Required: "x" } }).drifted).to.deep.equal([{ name: "Required" }]);
    expect(parameterDrift({ ...question, live: {} }).drifted).to.deep.equal([]);
  });
});

describe("drift of tags", () => {
  it("names those missing, too many and different, but for AWS's own", () => {
    const live = { kept: "1", changed: "2", more: "3", "aws:cloudformation:x": "4" };
    expect(tagDrift({ kept: "1", changed: "x", missing: "" }, live)).to.deep.equal(["changed", "missing", "more"]);
  });
});
