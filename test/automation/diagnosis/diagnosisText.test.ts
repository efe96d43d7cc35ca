import { expect } from "chai";
import { diagnosisText } from "../../../automation/cli/diagnosisText.ts";
import { reportOf } from "../../../automation/diagnose.ts";
import { arn, echo, histories, history, type Told } from "../../model/diagnosis/histories.ts";

const start: Told = [0, "root", "CREATE_IN_PROGRESS"];
const core = history(
  "core",
  [0, "core", "CREATE_IN_PROGRESS"],
  [3, "Logs", "CREATE_FAILED", "/aws/lambda/panther-web already exists", { type: "AWS::Logs::LogGroup" }],
  [4, "Other", "CREATE_FAILED", "Something new under the sun"],
);
const root = history(
  "root",
  start,
  [5, "Core", "CREATE_FAILED", echo("core"), { nested: "core" }],
  [6, "root", "ROLLBACK_COMPLETE"],
);
const text = (...told: readonly Told[]) =>
  diagnosisText(reportOf(arn("root"), histories({ root: history("root", ...told) })));

describe("diagnosisText", () => {
  it("shows the way down as a tree, AWS's reason, what it means, what to do, and what failed besides", () => {
    const shown = diagnosisText(reportOf(arn("root"), histories({ root, core })));
    expect(shown).to.match(/^ {2}root\n {2}└─ Core\n {5}└─ Logs {2}AWS::Logs::LogGroup {2}CREATE_FAILED$/m);
    expect(shown).to.include("Reason   /aws/lambda/panther-web already exists");
    const command = "aws logs delete-log-group --log-group-name '/aws/lambda/panther-web' --region us-east-1";
    expect(shown.split("\n").map((line) => line.trim())).to.include(command);
    expect(shown).to.match(/Besides:\n {4}root > Core > Other failed too: CREATE_FAILED: Something new/);
    expect(shown).to.include("https://console.aws.amazon.com/cloudformation/home?region=us-east-1#");
  });

  it("has a command for each name that is taken, and says only once what that means", () => {
    const taken = (name: string, second: number): Told => [
      second,
      name,
      "CREATE_FAILED",
      `/aws/lambda/${name} already exists`,
      { type: "AWS::Logs::LogGroup" },
    ];
    const told = [start, taken("One", 1), taken("Two", 2), taken("Three", 3)];
    const report = reportOf(arn("root"), histories({ root: history("root", ...told) }));
    expect(report.also.map(({ hint }) => hint?.code)).to.deep.equal([report.hint?.code, report.hint?.code]);
    const shown = diagnosisText(report);
    for (const name of ["One", "Two", "Three"])
      expect(shown.match(new RegExp(`^ +aws logs .*'/aws/lambda/${name}'`, "gm"))).to.have.lengthOf(1);
    expect(shown.match(/Panther.s names are fixed/g)).to.have.lengthOf(1);
  });

  it("keeps within 80 columns but for what can't be broken", () => {
    const lines = diagnosisText(reportOf(arn("root"), histories({ root, core }))).split("\n");
    const tooLong = lines.filter((line) => line.length > 80 && !/^\s*(aws |Console {2}https:)/.test(line));
    expect(tooLong).to.deep.equal([]);
  });

  it("says that the catalog has nothing, and shows the raw reason all the same", () => {
    const shown = text(start, [1, "Queue", "CREATE_FAILED", "Something new under the sun"]);
    expect(shown).to.include("Something new under the sun").and.to.include("Not in this tool's catalog");
  });

  it("says that nothing failed, that it goes on, that there was nothing", () => {
    expect(text(start, [1, "root", "CREATE_COMPLETE"]))
      .to.include("nothing failed")
      .and.to.include("(CREATE_COMPLETE)");
    expect(text(start)).to.include("under way").and.to.include("nothing has failed so far");
    expect(text()).to.include("nothing was ever executed");
  });

  it("counts what is too much to show", () => {
    const many = Array.from({ length: 14 }, (_, i): Told => [2, `Q${i}`, "CREATE_FAILED", "No"]);
    expect(text(start, ...many)).to.include("and 3 more: --json has all");
  });
});
