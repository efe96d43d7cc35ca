import { expect } from "chai";
import { type Finding, isRefused } from "../../model/finding.ts";

const finding = (severity: Finding["severity"], code: string): Finding => ({
  severity,
  code,
  message: `${code} is wrong.`,
  fix: `Change ${code}.`,
});

describe("findings", () => {
  it("refuse by one error among warnings, and not by warnings", () => {
    expect(isRefused([])).to.equal(false);
    expect(isRefused([finding("warning", "a"), finding("warning", "b")])).to.equal(false);
    expect(isRefused([finding("warning", "a"), finding("error", "b")])).to.equal(true);
  });
});
