import { expect } from "chai";
import { checkInstanceType } from "../../../model/source/instanceType.ts";

describe("the type of a machine that builds Panther", () => {
  for (const [kind, types] of Object.entries({
    fits: ["m5.large", "m5.xlarge", "t3.large", "m7i-flex.large", "c5.xlarge", "g4dn.xlarge"],
    small: ["t2.small", "t3.medium", "c5.large"],
    refused: ["t2.micro", "t3.nano", "m6g.large", "c7gn.xlarge", "a1.large", "mac1.metal", "large", "m5", "M5.large"],
  })) {
    it(`${kind}: ${types.join(", ")}`, () => {
      expect(types.filter((type) => checkInstanceType(type).kind !== kind)).to.deep.equal([]);
    });
  }
});
