import { expect } from "chai";
import { parameterChanges } from "../../../../model/release/parameters/parameterChanges.ts";

describe("parameterChanges", () => {
  it("tells what is new, gone, has another default or has to be set now", () => {
    const before = `Parameters: {Same: {Default: true}, Gone: {Default: a}, GoneRequired: {}, Other: {Default: 1}, Lost: {Default: x}, Got: {}, Still: {}}`;
    const after = `{"Parameters": {"Same": {"Default": "true"}, "Other": {"Default": "2"}, "Lost": {}, "Got": {"Default": ""}, "Still": {}, "New": {"Default": "n"}, "NewRequired": {}}}`;
    expect(parameterChanges(before, after)).to.deep.equal({
      added: [
        { name: "New", required: false, newDefault: "n" },
        { name: "NewRequired", required: true },
      ],
      removed: [
        { name: "Gone", required: false, oldDefault: "a" },
        { name: "GoneRequired", required: true },
      ],
      defaultChanged: [
        { name: "Other", required: false, oldDefault: "1", newDefault: "2" },
        { name: "Got", required: false, newDefault: "" },
      ],
      newlyRequired: [
        { name: "Lost", required: true, oldDefault: "x" },
        { name: "NewRequired", required: true },
      ],
    });
  });

  it("takes templates that are parsed already", () => {
    const template = { Parameters: { A: {} } };
    expect(Object.values(parameterChanges(template, template)).flat()).to.deep.equal([]);
  });
});
