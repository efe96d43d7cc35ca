import { expect } from "chai";
import { placeOfArn } from "../../../model/preflight/arnPlace.ts";

describe("an ARN's place", () => {
  it("is region and account, or not told", () => {
    expect(placeOfArn("arn:aws-cn:kms:cn-north-1:123456789012:key/1")).to.deep.equal({
      partition: "aws-cn",
      region: "cn-north-1",
      accountId: "123456789012",
    });
    // The region becomes part of the address that a client calls.
    for (const odd of ["arn:aws:kms::123456789012:key/1", "arn:aws:kms:x.y/:123456789012:key/1", "arn:aws:kms:a:1:k"]) {
      expect(placeOfArn(odd), odd).to.equal(undefined);
    }
  });
});
