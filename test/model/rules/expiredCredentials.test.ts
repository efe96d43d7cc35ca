import { expect } from "chai";
import { expiredCodes, sayExpired } from "../../../model/rules/expiredCredentials.ts";

describe("expired credentials in Pulumi's words", () => {
  it("are told by AWS's codes, or by the SDK's words about a login", () => {
    for (const code of expiredCodes) {
      const words = `operation error STS: GetCallerIdentity, https response error StatusCode: 403, api error ${code}: text`;
      expect(sayExpired(words), code).to.equal(true);
    }
    expect(sayExpired("the SSO session has expired or is invalid")).to.equal(true);
  });

  it("are not what only sounds alike", () => {
    expect(sayExpired("api error ValidationError: a parameter named ExpiredTokens")).to.equal(false);
    expect(sayExpired("api error AccessDenied: the certificate has expired")).to.equal(false);
  });
});
