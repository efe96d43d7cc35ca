import { expect } from "chai";
import { bridgeUrl, checkBridgeUrl } from "../../../model/china/bridgeUrl.ts";

const good = "https://abcde12345.execute-api.cn-north-1.amazonaws.com.cn/prod";

describe("URL of the bridge", () => {
  it("is that of the stage, in either region of China", () => {
    expect(bridgeUrl("abcde12345", "cn-north-1")).to.equal(good);
    for (const region of ["cn-north-1", "cn-northwest-1"]) {
      const url = bridgeUrl("a1", region);
      expect(checkBridgeUrl(url)).to.deep.equal({ kind: "sound", url, apiId: "a1", region });
    }
  });

  for (const [url, says] of [
    ["", "is no URL"],
    ["abcde12345", "is no URL"],
    [good.replace("https", "http"), "does not begin with https://"],
    [good.replace("https://", "https://me:secret@"), "name or password"],
    [good.replace(".cn/", "/"), "no API gateway's in China"],
    [good.replace("cn-north-1", "us-east-1"), "no API gateway's in China"],
    [good.replace("cn-north-1.amazonaws.com.cn", "us-east-1.amazonaws.com"), "no API gateway's in China"],
    ["https://example.com/prod", "no API gateway's in China"],
    [good.replace(".cn/", ".cn.example.com/"), "no API gateway's in China"],
    [good.replace(".cn/", ".cn:8443/"), "no API gateway's in China"],
    [`${good}/`, "the slash has to go"],
    [good.replace("/prod", ""), "does not end in /prod"],
    [good.replace("/prod", "/dev"), "does not end in /prod"],
    [`${good}/cn/panther-source-api`, "does not end in /prod"],
    [`${good}?x=1`, "does not end in /prod"],
    [`${good}#x`, "does not end in /prod"],
  ] as const) {
    it(`is not ${url || "blank"}`, () => {
      const check = checkBridgeUrl(url);
      expect(check).to.include({ kind: "refused", code: "bridge-url-wrong" });
      expect(check.kind === "refused" && check.message).to.include(says);
    });
  }

  it("is not repeated where it may be something secret", () => {
    for (const text of ["ThisIsTheKeyInTheWrongPlace", "https://me:password1@x.example.com/prod"]) {
      const check = JSON.stringify(checkBridgeUrl(text));
      expect(check).to.not.include("WrongPlace").and.not.include("password1");
    }
  });
});
