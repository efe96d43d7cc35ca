import { expect } from "chai";
import { checkedSecrets, secretsFromText } from "../../../automation/adopt/secretValues.ts";
import { PantherError } from "../../../model/error.ts";

const asked = [
  { name: "DatadogAPIKey", required: false },
  { name: "Token", required: true },
];

function refusal(work: () => unknown): PantherError {
  try {
    work();
  } catch (error) {
    if (error instanceof PantherError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

describe("secrets that are given", () => {
  it("are lines NAME=value, with whatever the value has, or one JSON object", () => {
    expect(secretsFromText("A= x=y #z \r\n\nB=\n")).to.deep.equal({ A: " x=y #z ", B: "" });
    expect(secretsFromText(' {"A": "two\\nlines"}')).to.deep.equal({ A: "two\nlines" });
    expect(secretsFromText("")).to.deep.equal({});
  });

  it("are never quoted where they can't be read", () => {
    for (const text of [
      "A=1\nc0ffee",
      '{"A": c0ffee}',
      '{"A": {"c0ffee": 1}}',
      '{"c0ffee": 7}',
      "c0ffee=1\nc0ffee=2",
    ]) {
      const { code, message, fix } = refusal(() => secretsFromText(text));
      expect(code).to.equal("secrets-unreadable");
      expect(message + fix).to.not.include("c0ffee");
    }
    expect(refusal(() => secretsFromText("A=1\nB")).message).to.include("Line 2");
  });

  it("have to be all that is asked for, and no other; blank leaves one to its default", () => {
    expect(checkedSecrets(asked, { DatadogAPIKey: "", Token: "t" })).to.deep.equal({ Token: "t" });
    const missing = refusal(() => checkedSecrets(asked, { Token: "" }));
    expect(missing.code).to.equal("secrets-missing");
    expect(missing.message).to.include("DatadogAPIKey, Token (required)");
    const strange = refusal(() => checkedSecrets(asked, { DatadogAPIKey: "a", Token: "t", c0ffee: "x" }));
    expect(strange.code).to.equal("secrets-unknown");
    expect(strange.message + strange.fix).to.not.include("c0ffee");
    expect(refusal(() => checkedSecrets([], { Token: "t" })).fix).to.include("Give none");
  });
});
