import { format, inspect } from "node:util";
import { expect } from "chai";
import { GatewayKey } from "../../../model/china/gatewayKey.ts";

const value = "abcdefABCDEF0123456789";
const key = new GatewayKey(value);

describe("a gateway key", () => {
  it("shows itself to nobody who prints it, in whatever it is", () => {
    const error = new Error("failed", { cause: { key } });
    for (const text of [
      String(key),
      `${key}`,
      JSON.stringify({ key, list: [key] }),
      inspect(key, { showHidden: true, depth: 9 }),
      inspect(error, { showHidden: true, depth: 9 }),
      format("%s %o %j", key, key, key),
      JSON.stringify(Object.entries(key)),
    ]) {
      expect(text).to.not.include(value);
    }
    expect(`${key}`).to.equal("[gateway key]");
  });

  it("is told to who asks for it, and compared", () => {
    expect(key.reveal()).to.equal(value);
    expect([key.equals(value), key.equals("other"), key.equals(undefined)]).to.deep.equal([true, false, false]);
  });

  it("is taken out of what somebody else says", () => {
    expect(key.removedFrom(`${value} is wrong, ${value}`)).to.equal("[gateway key] is wrong, [gateway key]");
  });
});
