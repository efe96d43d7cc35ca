import { expect } from "chai";
import { allChecks } from "../../../automation/preflight/checks.ts";
import { type CheckCode, checkCatalog } from "../../../model/preflight/checkCatalog.ts";
import { approvalCases } from "./cases/approval.ts";
import type { CheckCase } from "./cases/checkCase.ts";
import { fitCases } from "./cases/fit.ts";
import { identityCases } from "./cases/identity.ts";
import { leftoverCases } from "./cases/leftovers.ts";
import { permissionCases } from "./cases/permissions.ts";
import { type FakeContext, refusals, resultOf } from "./fakeContext.ts";

const cases: Readonly<Record<CheckCode, CheckCase>> = {
  ...identityCases,
  ...approvalCases,
  ...leftoverCases,
  ...fitCases,
  ...permissionCases,
};

async function look(code: string, fake: FakeContext) {
  const result = await resultOf(allChecks, code, fake);
  // A check that falls over what a case has forgotten could not tell either, and that proves nothing.
  expect(JSON.stringify(result.observations), code).to.not.match(/unexpected kept|Nobody said|TypeError/);
  return result;
}

describe("every check", () => {
  it("has a case that passes, one that finds something, and one that cannot tell", () => {
    const codes = checkCatalog.map(({ code }) => code);
    expect(Object.keys(cases)).to.have.members(codes);
    expect(allChecks.map(({ code }) => code)).to.have.members(codes);
  });

  for (const [code, { passes, finds, refused, answeredBy }] of Object.entries(cases)) {
    it(`${code}: passes, finds, cannot tell`, async () => {
      expect((await look(code, passes)).verdict, "passes").to.equal("pass");
      const found = await look(code, finds);
      expect(found.verdict, "finds").to.be.oneOf(["failure", "warning"]);
      expect(found.observations[0]?.fix, "finds").to.match(/\S/);
      expect(found.who).to.not.equal(null);
      for (const error of refusals) {
        const result = await look(code, refused(error));
        const expected = answeredBy?.test(error.name) ? "pass" : "could-not-tell";
        expect(result.verdict, `${error.name}: ${error.message}`).to.equal(expected);
      }
    });
  }
});
