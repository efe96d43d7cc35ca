import { expect } from "chai";
import fc from "fast-check";
import { withoutWriters, writersSid } from "../../../../model/teardown/buckets/writersPolicy.ts";

const parsed = (text: string | undefined) => JSON.parse(text ?? "null");

describe("a bucket's policy without writers", () => {
  it("denies writing to everybody, services and replication among them, and nothing else", () => {
    expect(parsed(withoutWriters(undefined, "panther-data", "eu-west-1"))).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: writersSid,
          Effect: "Deny",
          Principal: "*",
          Action: ["s3:PutObject", "s3:ReplicateObject", "s3:ReplicateDelete"],
          Resource: "arn:aws:s3:::panther-data/*",
        },
      ],
    });
    expect(withoutWriters(undefined, "b", "cn-north-1")).to.include("arn:aws-cn:s3:::b/*");
  });

  it("keeps whatever stands, in its order, and adds its statement once", () => {
    const statement = fc.record({ Sid: fc.string(), Effect: fc.constantFrom("Allow", "Deny") });
    const policy = fc.record({
      Version: fc.constantFrom("2012-10-17", "2008-10-17"),
      Id: fc.string(),
      Statement: fc.oneof(statement, fc.array(statement)),
    });
    fc.assert(
      fc.property(policy, (standing) => {
        const text = withoutWriters(JSON.stringify(standing), "b", "us-east-1");
        const { Statement, ...rest } = parsed(text);
        const { Statement: before, ...others } = JSON.parse(JSON.stringify(standing));
        expect(rest).to.deep.equal(others);
        expect(Statement.slice(0, -1)).to.deep.equal(Array.isArray(before) ? before : [before]);
        expect(Statement.at(-1).Sid).to.equal(writersSid);
        expect(withoutWriters(text, "b", "us-east-1")).to.equal(undefined);
      }),
    );
  });

  it("leaves alone what is no policy", () => {
    for (const text of ["", "{", "null", '"text"']) expect(withoutWriters(text, "b", "us-east-1")).to.equal(undefined);
  });
});
