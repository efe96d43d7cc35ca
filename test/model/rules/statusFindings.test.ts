import { expect } from "chai";
import { recommendedCatalog } from "../../../model/release/catalog.ts";
import { parseVersion } from "../../../model/release/version.ts";
import { type StandingFacts, standingFindings } from "../../../model/rules/statusFindings.ts";

const well: StandingFacts = {
  environment: "prod",
  now: new Date("2026-12-31T23:59:59Z"),
  catalog: recommendedCatalog,
  wanted: parseVersion("1.39.7"),
  running: parseVersion("1.38.5"),
  rootStackName: "panther-prod",
  terminationProtection: true,
  parameters: { OpsRoleIdentityAccountId: "" },
  runtimes: [],
};
const codes = (facts: Partial<StandingFacts>) => standingFindings({ ...well, ...facts }).map(({ code }) => code);

describe("what is said of an environment that stands", () => {
  it("is nothing while all is well", () => {
    expect(codes({})).to.deep.equal([]);
    expect(codes({ parameters: {}, opsRoleUntil: "2020-01-01" })).to.deep.equal([]);
  });

  it("is that the operations role is still there once its last day is over, in UTC", () => {
    const on = { parameters: { OpsRoleIdentityAccountId: "111111111111" } };
    expect(codes(on)).to.deep.equal([]);
    expect(codes({ ...on, opsRoleUntil: "2026-12-31" })).to.deep.equal([]);
    const late = { ...on, opsRoleUntil: "2026-12-31", now: new Date("2027-01-01T00:00:00Z") };
    expect(codes(late)).to.deep.equal(["operations-role-left-on"]);
    expect(JSON.stringify(standingFindings({ ...well, ...late }))).to.not.include("111111111111");
  });

  it("is that anybody may delete the root stack", () => {
    expect(codes({ terminationProtection: false })).to.deep.equal(["termination-protection-off"]);
  });

  it("is that a release was withdrawn, or lies below everything that an upgrade can begin from", () => {
    expect(codes({ running: parseVersion("1.27.3") })).to.deep.equal(["running-release-withdrawn"]);
    expect(codes({ running: parseVersion("1.22.9") })).to.deep.equal(["running-release-unsupported"]);
    expect(codes({ running: parseVersion("1.23.0") })).to.deep.equal([]);
    expect(codes({ running: parseVersion("1.22.9"), catalog: { ...recommendedCatalog, releases: [] } })).to.deep.equal(
      [],
    );
    const { running: _, ...unknown } = well;
    expect(standingFindings(unknown)).to.deep.equal([]);
  });

  it("is that a runtime is given up", () => {
    const runtimes = ["go1.x", "python3.13"].map((runtime) => ({ runtime, functions: 1, parameters: [] }));
    expect(codes({ runtimes })).to.deep.equal(["runtime-not-creatable"]);
  });

  it("is that the gateway's key is as old as it may get", () => {
    expect(codes({ gatewayKey: { created: new Date("2026-10-03T00:00:00Z"), maxAgeDays: 90 } })).to.deep.equal([]);
    expect(codes({ gatewayKey: { created: new Date("2026-10-02T00:00:00Z"), maxAgeDays: 90 } })).to.deep.equal([
      "gateway-key-old",
    ]);
  });
});
