import { expect } from "chai";
import { type HopSettings, readHop, writeHop } from "../../../model/environment/hop.ts";
import { PantherError } from "../../../model/error.ts";
import { parseVersion } from "../../../model/release/version.ts";

describe("what the driver tells the program about an up", () => {
  it("comes as it went", () => {
    for (const phase of ["first", "whole"] as const) {
      const hop: HopSettings = { release: parseVersion("1.37.11"), phase, parameters: ["OnboardSelf", "VpcID"] };
      expect(readHop(writeHop(hop))).to.deep.equal(hop);
      const known = { ...hop, running: parseVersion("1.36.0") };
      expect(readHop(writeHop(known))).to.deep.equal(known);
    }
  });

  it("is nothing in a plain up", () => {
    expect(readHop(undefined)).to.equal(undefined);
    expect(readHop("")).to.equal(undefined);
  });

  it("has a release, in any spelling", () => {
    expect(readHop('{"release": "v1.37.11", "phase": "whole", "parameters": []}')).to.have.property(
      "release",
      "1.37.11",
    );
    expect(() => readHop('{"release": "latest", "phase": "whole", "parameters": []}')).to.throw(PantherError, "latest");
  });
});
