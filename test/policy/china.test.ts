import { expect } from "chai";
import { hopVariable, writeHop } from "../../model/environment/hop.ts";
import { parseVersion } from "../../model/release/version.ts";
import { chinaEnvironment, type TwoSides } from "../support/china.ts";
import { putRelease } from "../support/chinaRelease.ts";
import type { TestEnvironment } from "../support/panther.ts";
import { sourcePack, violationsIn } from "./packs.ts";

describe("the policy pack over a Panther that is split in China", function () {
  this.timeout(180_000);
  let environment: TestEnvironment | undefined;
  let sides: TwoSides | undefined;
  after(async () => {
    await environment?.remove();
    sides?.remove();
  });

  it("has nothing against bucket, both sides and secret, and says what a preview can't tell", async () => {
    const made = await chinaEnvironment({ version: "v1.37.11" });
    ({ environment, sides } = made);
    await environment.pulumi("stack", "init");
    for (const tag of ["panther:running", "panther:web-running"])
      await environment.pulumi("stack", "tag", "set", tag, "none");
    const bucket = await environment.pulumi("up", "--yes", "--skip-preview", "--policy-pack", sourcePack);
    expect(bucket.code, bucket.stdout).to.equal(0);
    expect(violationsIn(bucket.stdout), bucket.stdout).to.deep.equal([]);

    await putRelease(made.sides, `panther-releases-${made.sides.china.accountId}`, "v1.37.11");
    const release = parseVersion("1.37.11");
    const names = ["FirstUserEmail", "OnboardSelf", "PulumiSecretArn", "PulumiSecretKeyArn"];
    const both = writeHop({
      release,
      phase: "whole",
      parameters: names,
      web: { kind: "release", release, phase: "whole", parameters: ["FirstUserEmail", "SecretID"] },
    });
    const whole = await environment.as({ [hopVariable]: both }).pulumi("preview", "--policy-pack", sourcePack);
    expect(whole.code, whole.stdout + whole.stderr).to.equal(0);
    for (const stack of ["panther-backend-stack", "panther-web-stack", "panther-secret-policy"])
      expect(whole.stdout).to.include(stack);
    // What only AWS will tell: the bucket's policy names the role, and the web app's secret waits for its own policy.
    const untold = ["advisory could-not-tell panther-web-stack", "advisory could-not-tell release-bucket-policy"];
    expect(violationsIn(whole.stdout), whole.stdout).to.deep.equal(untold);
  });
});
