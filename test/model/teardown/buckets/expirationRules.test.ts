import { expect } from "chai";
import fc from "fast-check";
import {
  canGoAfter,
  expiringSince,
  type StandingRule,
  withExpiration,
} from "../../../../model/teardown/buckets/expirationRules.ts";

const now = new Date("2026-11-21T23:59:59Z");

describe("rules that expire a bucket's content", () => {
  const rule = fc.record<StandingRule>(
    {
      ID: fc.oneof(fc.string(), fc.constantFrom("panther-expire-everything", "panther-expire-everything-2025-01-01")),
      Status: fc.constantFrom("Enabled", "Disabled"),
      Prefix: fc.constantFrom("", "logs/"),
    },
    { requiredKeys: ["Status"] },
  );

  it("come behind all rules of others, which stay what they are, in filters alone", () => {
    fc.assert(
      fc.property(fc.array(rule), (standing) => {
        const rules: readonly StandingRule[] = withExpiration(standing, now);
        const others = standing.filter(({ ID = "" }) => !ID.startsWith("panther-expire-everything"));
        expect(rules).to.have.length(others.length + 2);
        for (const [index, { Prefix, ...rest }] of others.entries()) {
          expect(rules[index]).to.deep.equal({ ...rest, ...(Prefix !== undefined && { Filter: { Prefix } }) });
        }
        expect(rules.some((one) => "Prefix" in one)).to.equal(false);
        expect(expiringSince(rules)).to.equal("2026-11-21");
        // Made again on another day they replace themselves.
        expect(withExpiration(rules, now)).to.deep.equal(rules);
      }),
    );
  });

  it("are not at work where they are switched off, or are somebody else's", () => {
    const ID = "panther-expire-everything-2026-11-21";
    expect(expiringSince([{ ID, Status: "Enabled" }])).to.equal("2026-11-21");
    expect(expiringSince([{ ID, Status: "Disabled" }])).to.equal(undefined);
    expect(expiringSince([{ ID: `${ID}-markers`, Status: "Enabled" }])).to.equal(undefined);
    expect(expiringSince([{ ID: "panther-expire-everything", Status: "Enabled" }])).to.equal(undefined);
    expect(expiringSince([{ Status: "Enabled" }])).to.equal(undefined);
  });

  it("take a day to the next midnight, and of versions three more", () => {
    // Written on the last second of the 21st: a day old on the 22nd, expired at the midnight that ends it.
    expect(canGoAfter("2026-11-21", false)).to.equal("2026-11-23T00:00:00.000Z");
    expect(canGoAfter("2026-11-21", true)).to.equal("2026-11-26T00:00:00.000Z");
    expect(canGoAfter("2026-12-30", true)).to.equal("2027-01-04T00:00:00.000Z");
  });
});
