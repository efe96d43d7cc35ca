import { expect } from "chai";
import { identityKeys, identityProblem } from "../../../model/rules/identity.ts";

const before = {
  stackName: "panther-a",
  region: "us-east-1",
  roleName: "RoleA",
  bucketName: "bucket-a",
  secretName: "panther/china",
  webRegion: "ap-southeast-1",
  webAccountId: "210987654321",
};

describe("what a stack, a bucket or a secret is known by", () => {
  it("can't change: all changes are told at once", () => {
    expect(identityProblem(before, { stackName: "panther-b", region: "us-west-2", roleName: "RoleB" })).to.equal(
      "The stack's name can't change from panther-a to panther-b, and the region can't change from us-east-1 to us-west-2, and the deployment role's name can't change from RoleA to RoleB: what stands would be deleted and made anew",
    );
  });

  for (const key of identityKeys) {
    it(`can't change in its ${key} alone`, () => {
      expect(identityProblem(before, { ...before, [key]: "other" })).to.include(`from ${before[key]} to other:`);
    });
  }

  it("is fine as it was", () => expect(identityProblem(before, { ...before })).to.equal(undefined));

  it("is not judged where it was not recorded, or is not known yet", () => {
    expect(identityProblem({}, before)).to.equal(undefined);
    expect(identityProblem(before, {})).to.equal(undefined);
  });
});
