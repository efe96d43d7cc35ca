import { expect } from "chai";
import { preflightedText, preflightText } from "../../../automation/cli/preflightText.ts";
import { checkCatalog } from "../../../model/preflight/checkCatalog.ts";
import { failure, type Observation, pass, unknown, warning } from "../../../model/preflight/outcome.ts";
import { checkResult, preflightAnswer } from "../../../model/preflight/result.ts";

const subject = {
  environment: "production-eu",
  accountId: "111111111111",
  region: "ap-southeast-2",
  release: "1.39.7",
  caller: "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_AdministratorAccess_0123456789abcdef/somebody",
};

describe("a preflight for a person", () => {
  it("is a table of 80 columns, whatever the checks are called and come to", () => {
    const checks = checkCatalog.flatMap(({ code }, index) => {
      const saw = [pass("p"), warning("w", "f"), failure("m", "f"), unknown("u", "f")][index % 4] ?? pass("p");
      return [checkResult(code, [saw], { accept: [] }), checkResult(code, [saw], { accept: [code], side: "web" })];
    });
    for (const line of preflightText(preflightAnswer(subject, checks)).split("\n")) {
      if (!line.includes("arn:")) expect(line.length, line).to.be.at.most(80);
    }
  });

  it("shows what was seen, who has to do what, and the command that accepts it", () => {
    const evidence = ["one", ...Array.from({ length: 11 }, (_, index) => `${index}`)];
    const saw = failure("It is so.", "Give this to Panther:\n  Account ID: 1", { evidence, who: "Panther" });
    const text = preflightText(preflightAnswer(subject, [checkResult("mfa", [pass("Fine."), saw], { accept: [] })]));
    expect(text).to.include("  ✗ It is so.\n      one\n").and.include("      and 2 more: --json has them\n");
    expect(text).to.include("    → Panther: Give this to Panther:\n      Account ID: 1\n");
    expect(text).to.not.include("Fine.");
    expect(text).to.match(/panther preflight\s+production-eu\s+--accept\s+mfa/);
  });

  it("has nothing to do where nothing failed", () => {
    const answer = preflightAnswer({ ...subject, caller: null }, [
      checkResult("mfa", [failure("m", "f")], { accept: ["mfa"] }),
    ]);
    const text = preflightText(answer);
    expect(text)
      .to.include("mfa (accepted)")
      .and.match(/Nothing\s+that\s+was\s+looked\s+at/)
      .and.not.include("--accept");
  });

  it("before a plan is carried out repeats neither what passed nor what the plan has said", () => {
    const check = (code: "runtimes" | "plan" | "mfa" | "quotas", saw: Observation, accept: readonly string[] = []) =>
      checkResult(code, [saw], { accept });
    const text = preflightedText(
      preflightAnswer(subject, [
        check("runtimes", failure("Old.", "f"), ["runtimes"]),
        check("plan", warning("Odd.", "f")),
        check("mfa", pass("Fine.")),
        check("quotas", failure("Full.", "f")),
      ]),
    );
    expect(text).to.include("1 failure, 0 can't tell, 1 warning, 1 pass, 1 accepted").and.include("Full.");
    expect(text).to.not.match(/Old|Odd|Fine/);
    const refused = preflightedText(preflightAnswer(subject, [check("runtimes", failure("Old.", "f"))]));
    expect(refused).to.include("Old.");
  });
});
