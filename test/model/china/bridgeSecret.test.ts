import { expect } from "chai";
import fc from "fast-check";
import { bridgeSecretText, readBridgeSecret } from "../../../model/china/bridgeSecret.ts";
import { GatewayKey } from "../../../model/china/gatewayKey.ts";

describe("the web app's secret", () => {
  it("is JSON of exactly URL and API_KEY, and is read as it was written", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.stringMatching(/^[\x21-\x7e]{20,60}$/), (url, value) => {
        const text = bridgeSecretText({ url, key: new GatewayKey(value) });
        expect(JSON.parse(text)).to.deep.equal({ URL: url, API_KEY: value });
        const read = readBridgeSecret(text);
        expect(read.kind === "sound" && [read.secret.url, read.secret.key.reveal()]).to.deep.equal([url, value]);
      }),
    );
  });

  const key = "abcdefABCDEF0123456789";
  for (const [text, says] of [
    [undefined, "is binary"],
    ["", "is no JSON object"],
    [key, "is no JSON object"],
    [`"${key}"`, "is no JSON object"],
    ["null", "is no JSON object"],
    [`["${key}"]`, "is no JSON object"],
    ["{}", "has no URL and no API_KEY"],
    [`{"url":"x","API_KEY":"${key}"}`, "has no URL"],
    [`{"URL":"x","API_KEY":"${key}","more":"${key}"}`, "has 1 more than URL and API_KEY"],
    [`{"URL":"","API_KEY":"${key}"}`, "a URL that is blank"],
    [`{"URL":1,"API_KEY":"${key}"}`, "a URL that is blank or no text"],
    ['{"URL":"x","API_KEY":""}', "an API_KEY that is blank"],
    ['{"URL":"x","API_KEY":7}', "an API_KEY that is blank, no text"],
    [`{"URL":"x","API_KEY":"${key}\\n"}`, "line breaks in it"],
    [`{"URL":"x","API_KEY":"${key}`, "is no JSON object"],
  ] as const) {
    it(`can't be ${text}, and that is said without it`, () => {
      const read = readBridgeSecret(text);
      expect(read.kind === "malformed" && read.problem).to.include(says);
      expect(JSON.stringify(read)).to.not.include(key);
    });
  }
});
