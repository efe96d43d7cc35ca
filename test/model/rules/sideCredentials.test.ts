import { expect } from "chai";
import { type SideCredentials, sideCredentialsProblem } from "../../../model/rules/sideCredentials.ts";

const credentials: SideCredentials = {
  side: "the backend",
  region: "cn-north-1",
  accountId: "860000000001",
  accountKey: "panther:expectedAccountId",
  profile: "china",
  profileKey: "panther:china.profile",
};

describe("credentials for a side of a Panther split in China", () => {
  it("of another account are named with the profile that they came from", () => {
    const said = sideCredentialsProblem(credentials, "AWS account ID not allowed: 860000000002");
    expect(said).to.match(
      /^The AWS credentials for the backend in cn-north-1 \(profile china, panther:china\.profile\)/,
    );
    expect(said).to.include("are for account 860000000002, and panther:expectedAccountId is 860000000001.");
  });

  it("are told from those that came without a profile", () => {
    const said = sideCredentialsProblem({ ...credentials, profile: undefined }, "AWS account ID not allowed: 1");
    expect(said).to.include("(the usual ones, since panther:china.profile is not set)");
  });

  for (const [reason, says] of [
    ["api error InvalidClientTokenId: The security token is invalid", "are of another partition of AWS"],
    ["api error ExpiredToken: The security token has expired", "have expired. Log in again"],
    ["failed to get shared config profile, china", "can't be used: failed to get shared config profile, china"],
  ] as const) {
    it(`that AWS or its plugin turns down with "${reason}" are told with their words`, () => {
      expect(sideCredentialsProblem(credentials, reason)).to.include(says).and.include(reason);
    });
  }
});
