import { join } from "node:path";
import { expect } from "chai";
import { checkout } from "../../local/setup/places.mjs";
import { type TestEnvironment, testEnvironment } from "../support/panther.ts";

describe("the policy pack", function () {
  this.timeout(180_000);
  let environment: TestEnvironment;
  before(async () => {
    environment = await testEnvironment();
    await environment.pulumi("stack", "init");
  });
  after(() => environment?.remove());
  it("x", async () => {
    for (const pack of [undefined, join(checkout, "policy"), join(checkout, ".local/tmp/bundle-try")]) {
      const t = Date.now();
      const r = await environment.pulumi("preview", ...(pack ? ["--policy-pack", pack] : []));
      console.log(pack, r.code, (Date.now() - t) / 1000, r.stdout, r.stderr);
    }
    expect(1).to.equal(1);
  });
});
