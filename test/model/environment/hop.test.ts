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

  it("tells what becomes of the web side, and of the bucket alone", () => {
    const backend = { release: parseVersion("1.37.11"), phase: "whole", parameters: [] } as const;
    const hops: readonly HopSettings[] = [
      { ...backend, stage: "bucket", web: { kind: "absent" } },
      { ...backend, stays: "backend", web: { kind: "role", release: parseVersion("1.36.0") } },
      {
        ...backend,
        running: parseVersion("1.37.11"),
        web: { kind: "release", release: parseVersion("1.36.0"), phase: "first", parameters: ["FirstUserEmail"] },
      },
    ];
    for (const hop of hops) expect(readHop(writeHop(hop))).to.deep.equal(hop);
    const web = '{"kind": "release", "release": "v1.37.11", "running": "v1.36.0", "phase": "whole", "parameters": []}';
    const read = readHop(`{"release": "1.37.11", "phase": "whole", "parameters": [], "web": ${web}}`);
    expect(read?.web).to.include({ release: "1.37.11", running: "1.36.0" });
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
