import { expect } from "chai";
import { PantherError } from "../../../../model/error.ts";
import { readValues } from "../../../../model/release/parameters/valuesDocument.ts";

describe("readValues", () => {
  it("takes YAML and JSON, and values as they are written", () => {
    expect(
      readValues("A: 012345678901\nB: true\nC: ''\nD:\nE: ~\nF: 1.50\n1: x\nG: {secure: v1:abc}\nH: text # no\n"),
    ).to.deep.equal({
      values: { A: "012345678901", B: "true", C: "", F: "1.50", "1": "x", H: "text" },
      secretNames: ["G"],
    });
    expect(readValues('{"A": 1, "B": "x", "C": null}').values).to.deep.equal({ A: "1", B: "x" });
    expect(readValues("{A, B: 1}").values).to.deep.equal({ B: "1" });
    expect(readValues("")).to.deep.equal({ values: {}, secretNames: [] });
  });

  it("says what it can't read", () => {
    const refusal = (text: string) => {
      try {
        readValues(text);
      } catch (error) {
        if (error instanceof PantherError) return `${error.code}: ${error.message}`;
      }
      return "";
    };
    expect(refusal("{")).to.match(/^values-unreadable: .*at line \d/);
    expect(refusal("A: 1\nA: 2")).to.contain("unique");
    expect(refusal("- A")).to.contain("no YAML or JSON object");
    expect(refusal("just text")).to.contain("no YAML or JSON object");
    expect(refusal("A: [1, 2]")).to.contain("the value of A is a list");
    expect(refusal("A: {b: 1}")).to.contain("the value of A is an object");
    expect(refusal("A: {b: 1, secure: 2}")).to.contain("the value of A is an object");
    expect(refusal("? [x]\n: {}")).to.contain('the value of ["x"] is an object');
  });
});
