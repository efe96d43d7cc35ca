import { expect } from "chai";
import { preflight } from "../../../automation/preflight/preflight.ts";
import { chinaEnvironment } from "../../support/china.ts";
import { asCallerOf } from "../../support/panther.ts";

describe("panther preflight of a split over AWS China, on local AWS", function () {
  this.timeout(180_000);

  it("checks each side in its own account and partition", async () => {
    const { environment, sides } = await chinaEnvironment();
    try {
      const answer = await asCallerOf(environment, () =>
        preflight({ environment: "test", projectDirectory: environment.projectDirectory }),
      );
      const verdicts = (side?: "web") =>
        Object.fromEntries(
          answer.checks.filter((check) => check.side === side).map(({ code, verdict }) => [code, verdict]),
        );
      const backend = verdicts();
      const web = verdicts("web");
      expect(Object.keys(web)).to.have.members(Object.keys(backend));
      expect(backend).to.include({ account: "pass", "icp-recordal": "warning", "approved-release": "pass" });
      expect(web).to.include({ account: "pass", "icp-recordal": "pass", "approved-release": "pass" });
      // Each with its own profile, in every service.
      expect([backend, web].map((one) => one["caller-permissions"])).to.deep.equal(["pass", "pass"]);
      const message = (side?: "web") =>
        answer.checks.find((check) => check.code === "account" && check.side === side)?.observations[0]?.message;
      expect(message()).to.equal(`Account ${sides.china.accountId} in partition aws-cn, region cn-north-1.`);
      expect(message("web")).to.equal(`Account ${sides.web.accountId} in partition aws, region ap-southeast-1.`);
    } finally {
      await environment.remove();
      sides.remove();
    }
  });
});
