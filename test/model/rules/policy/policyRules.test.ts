import { expect } from "chai";
import { couldNotTell } from "../../../../model/rules/policy/couldNotTell.ts";
import { policyRules } from "../../../../model/rules/policy/policyRules.ts";

describe("the texts of all policy rules", () => {
  it("are there, each under a name of its own that Pulumi takes", () => {
    const rules = [...policyRules, couldNotTell];
    const names = rules.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    for (const { name, title, reason, remediation, link, source } of rules) {
      expect(name)
        .to.match(/^[a-z][a-z-]+$/)
        .and.not.equal("all");
      for (const text of [title, reason, remediation]) expect(text, name).to.match(/^[A-Z`].*\.$/);
      expect(new URL(link).protocol, name).to.equal("https:");
      expect(source, name).to.not.equal("");
    }
  });

  it("have settings whose defaults are what the setting allows", () => {
    for (const { name, settings } of policyRules) {
      for (const [key, setting] of Object.entries(settings)) {
        expect(key, name).to.not.equal("enforcementLevel");
        const { default: standard } = setting;
        const values = typeof standard === "string" ? [standard] : standard;
        for (const value of values) {
          if (setting.pattern !== undefined) expect(value, `${name}.${key}`).to.match(new RegExp(setting.pattern));
          if ("choices" in setting) expect(setting.choices, `${name}.${key}`).to.include(value);
        }
      }
    }
  });
});
