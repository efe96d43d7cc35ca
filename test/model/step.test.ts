import { expect } from "chai";
import { stepName, stepsInOrder, stepsOfHop, stepsOfSplitHop } from "../../model/step.ts";

describe("a step's name", () => {
  it("says which side it is of where that is the web side", () => {
    expect(stepName({ step: "root" })).to.equal("root stack");
    expect(stepName({ step: "root", side: "backend" })).to.equal("root stack");
    expect(stepName({ step: "root", side: "web" })).to.equal("web root stack");
  });

  it("fits the column that it is printed in, and is one step's alone", () => {
    for (const steps of [stepsOfHop, stepsOfSplitHop]) {
      const names = steps.map(stepName);
      expect(names.filter((name) => name.length > 18)).to.deep.equal([]);
      expect(new Set(names).size).to.equal(steps.length);
    }
    expect([...new Set(stepsOfSplitHop.map(({ step }) => step))].sort()).to.deep.equal([...stepsInOrder].sort());
  });
});
