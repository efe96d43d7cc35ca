import { expect } from "chai";
import { secretValue } from "../../../model/environment/environment.ts";
import { rawOfStackFile } from "../../../model/environment/stackFile.ts";

describe("the content of an environment's file", () => {
  it("gives this project's values by their keys, without those of others", () => {
    const config = { "panther:version": "v1.39.7", "panther:tags": { owner: "security" }, "aws:region": "eu-west-1" };
    expect(rawOfStackFile("panther", { config, encryptionsalt: "v1:…" })).to.deep.equal({
      version: "v1.39.7",
      tags: { owner: "security" },
    });
  });

  it("has a mark in the place of a secret, however deep, and never its ciphertext", () => {
    const secret = { secure: "v1:abc" };
    const config = { "panther:a": secret, "panther:b": { c: secret, d: 1 }, "panther:e": [secret, null] };
    expect(rawOfStackFile("panther", { config })).to.deep.equal({
      a: secretValue,
      b: { c: secretValue, d: 1 },
      e: [secretValue, null],
    });
  });

  for (const content of [{}, { config: null }, { config: "text" }]) {
    it(`gives nothing for ${JSON.stringify(content)}`, () =>
      expect(rawOfStackFile("panther", content)).to.deep.equal({}));
  }
});
