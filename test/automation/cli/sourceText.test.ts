import { expect } from "chai";
import { sourceLine, sourceQuestion, sourceText } from "../../../automation/cli/sourceText.ts";
import type { SourcePlan } from "../../../automation/source/sourceEvents.ts";

const plan: SourcePlan = {
  environment: "dev",
  work: "deploy",
  release: "1.16.0",
  accountId: "123456789012",
  region: "us-east-1",
  instance: { id: "i-0123456789abcdef0", type: "m5.large", state: "running" },
  rootStack: null,
  standing: "nothing",
  running: null,
  logGroup: "/panther-deploy/source/dev",
  warnings: [],
};

describe("what panther source says", () => {
  it("is what it found and will do, at 80 columns", () => {
    const text = sourceText({ ...plan, instance: { ...plan.instance, state: "stopped" } });
    expect(text).to.equal(
      [
        "dev: mage deploy of v1.16.0, in account 123456789012, us-east-1",
        "  Nothing of Panther stands there.",
        "  The machine is i-0123456789abcdef0, m5.large, stopped.",
        "  → Start i-0123456789abcdef0, which is stopped. Check out v1.16.0 on it, then",
        "    in its development image: mage setup, mage deploy.",
        "  Everything that it says is kept in /panther-deploy/source/dev in CloudWatch",
        "  Logs.",
      ].join("\n"),
    );
  });

  it("says that a command is joined, and starts nothing", () => {
    const text = sourceText({ ...plan, running: "1234" });
    expect(text).to.contain("mage deploy runs on it already (1234): it is joined.").and.to.not.contain("Check out");
  });

  it("says of a teardown what is gone afterwards", () => {
    const ofRoot = sourceText({ ...plan, work: "teardown", standing: "root", rootStack: "panther-dev" });
    expect(ofRoot.replaceAll(/\s+/g, " ")).to.contain(
      "It deletes the root stack panther-dev in account 123456789012, us-east-1, and then the buckets with all data of Panther. That can't be undone.",
    );
    const separate = sourceText({ ...plan, work: "teardown", standing: "separate" });
    expect(separate).to.contain("It deletes the nine stacks of mage deploy");
    expect([ofRoot, separate].flatMap((text) => text.split("\n")).filter((line) => line.length > 80)).to.deep.equal([]);
    expect(sourceText(plan)).to.not.contain("deletes");
  });

  it("asks what it is about to do", () => {
    expect(sourceQuestion(plan)).to.equal("Deploy dev (v1.16.0) from source?");
    expect(sourceQuestion({ ...plan, work: "teardown" })).to.equal("Tear down dev (v1.16.0) from source?");
  });

  it("shows the tool's lines as they come, and how it ended", () => {
    expect(sourceLine({ type: "source-log", line: "deploying" })).to.equal("  | deploying");
    const command = { type: "source-command", commandId: "1", instanceId: "i-1", target: "mage deploy" } as const;
    expect(sourceLine({ ...command, joined: true })).to.equal("  mage deploy on i-1 runs already (1)");
    expect(sourceLine({ type: "source-finished", work: "deploy", standing: "separate", seconds: 61.2 })).to.contain(
      "deploy is done, in 61 s. Panther stands there, in separate stacks.",
    );
  });
});
