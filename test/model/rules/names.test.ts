import { expect } from "chai";
import { rootStackNameProblem } from "../../../model/rules/names.ts";

const ofLength = (length: number) => `panther-${"a".repeat(length - "panther-".length)}`;
const prefix = "must begin with panther-";
const alphabet = "may have letters, digits and hyphens only, at most 128";

describe("the root stack's name", () => {
  for (const name of ["panther-", "panther-prod", "panther-EU-1", "panther--x-", ofLength(127), ofLength(128)]) {
    it(`may be ${name} (${name.length})`, () => expect(rootStackNameProblem(name)).to.equal(undefined));
  }

  for (const [name, problem] of [
    ["", prefix],
    ["panther", prefix],
    ["Panther-prod", prefix],
    ["my-panther-prod", prefix],
    [" panther-prod", prefix],
    ["panther-prod_1", alphabet],
    ["panther-prod ", alphabet],
    ["panther-prod\n", alphabet],
    ["panther-é", alphabet],
    [ofLength(129), alphabet],
  ] as const) {
    it(`${problem}: ${JSON.stringify(name)} (${name.length})`, () => {
      expect(rootStackNameProblem(name)).to.equal(problem);
    });
  }
});
