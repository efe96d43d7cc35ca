import { expect } from "chai";
import { releaseBucketOf } from "../../../../model/release/china/releaseBucketOf.ts";

describe("the bucket that a root template was published in", () => {
  it("is that of the first object that it names in full", () => {
    const text =
      "See https://docs.example.com/a\nUrl: https://mirror.s3.eu-west-1.amazonaws.com/a\nOther: https://x.s3.amazonaws.com/b";
    expect(releaseBucketOf(text)).to.equal("mirror");
    expect(releaseBucketOf('{"Url": "https://s3.amazonaws.com/mirror/a"}')).to.equal("mirror");
  });

  it("is else the one of Panther's that it has the name of", () => {
    expect(releaseBucketOf("CodeUri: s3://panther-enterprise-us-east-2/a")).to.equal("panther-enterprise-us-east-2");
    expect(releaseBucketOf("Url: !Sub https://${Bucket}.s3.amazonaws.com/a")).to.equal(undefined);
  });
});
