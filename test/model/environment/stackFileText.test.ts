import { expect } from "chai";
import { accountIdWithoutQuotes, mayHavePlainSecrets } from "../../../model/environment/stackFileText.ts";

describe("the text of an environment's file", () => {
  it("shows an account ID that YAML takes for a number", () => {
    const idIn = (value: string) =>
      accountIdWithoutQuotes(`config:\n  panther:region: us-east-1\n  panther:expectedAccountId: ${value}\n`);
    expect(["123456789012", "012345678901 # ours", "123456789012 \r"].map(idIn)).to.deep.equal([
      "123456789012",
      "012345678901",
      "123456789012",
    ]);
    expect(['"123456789012"', "'123456789012'", "!!str 123456789012", "12345678901x"].filter(idIn)).to.deep.equal([]);
    expect(accountIdWithoutQuotes("config:\n  # panther:expectedAccountId: 123456789012\n")).to.equal(undefined);
  });

  it("shows when nothing among the secret parameters can be in plain text", () => {
    const may = (block: string) => mayHavePlainSecrets(`config:\n  panther:version: v1\n${block}`);
    const encrypted = "  panther:secretParameters: # ours\n    # a key\n    DatadogAPIKey:\n      secure: v1:abc=\n";
    expect(may("")).to.equal(false);
    expect(may(encrypted)).to.equal(false);
    expect(may(`${encrypted}\n  panther:tags:\n    owner: security\n`)).to.equal(false);
    expect(may(`${encrypted}encryptionsalt: v1:abc\n`.replaceAll("\n", "\r\n"))).to.equal(false);
    expect(may(`${encrypted}    SentryDSN: plain\n`)).to.equal(true);
    expect(may("  panther:secretParameters: {DatadogAPIKey: plain}\n")).to.equal(true);
    // Nobody has looked: YAML decides.
    expect(may('  panther:secretParameters:\n    "DatadogAPIKey":\n      secure: v1:abc=\n')).to.equal(true);
  });
});
