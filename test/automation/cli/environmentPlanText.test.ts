import { expect } from "chai";
import { environmentPlanText } from "../../../automation/cli/environmentPlanText.ts";
import { proposalQuestion, proposalText } from "../../../automation/cli/proposalText.ts";
import { wrapped } from "../../../automation/cli/wrap.ts";
import type { EnvironmentHop, EnvironmentPlan } from "../../../model/release/environmentPlan.ts";
import type { PlanFinding } from "../../../model/release/plan/planFindings.ts";
import { parseVersion } from "../../../model/release/version.ts";

const [v138, v139] = [parseVersion("1.38.5"), parseVersion("1.39.7")];
const hop: EnvironmentHop = {
  from: v138,
  to: v139,
  roleVersion: v139,
  roleChoice: "exact",
  roleTemplateUrl: "https://role",
  rootTemplateUrl: "https://root",
  parameters: {
    added: [{ name: "New", required: false, newDefault: "the-value" }],
    removed: [],
    defaultChanged: [],
    newlyRequired: [],
    leftOut: ["Gone"],
  },
  seconds: null,
};
const plan = (more: Partial<EnvironmentPlan> = {}): EnvironmentPlan => ({
  environment: "prod",
  accountId: "123456789012",
  region: "us-east-1",
  rootStackName: "panther-prod",
  from: v138,
  fromSource: "template-mapping",
  to: v139,
  toSource: "file",
  catalog: "a file",
  hops: [hop],
  settings: null,
  findings: [],
  manualSteps: [],
  seconds: null,
  ...more,
});
const finding = (more: Partial<PlanFinding>): PlanFinding => ({
  severity: "warning",
  code: "odd",
  message: "X is odd.",
  fix: "Mend X.",
  releases: [],
  accepted: false,
  ...more,
});
const text = (more: Partial<EnvironmentPlan> = {}) => environmentPlanText(plan(more));

describe("an environment's plan for a person", () => {
  it("says what runs and how that is known", () => {
    expect(text()).to.include("Runs    v1.38.5 (known by template-mapping)").and.include("(by the environment's file)");
    expect(text({ fromSource: "user", toSource: "option" }))
      .to.include("v1.38.5 (by --from)")
      .and.include("(by --to)");
    const nothing = { from: null, fromSource: null };
    expect(text(nothing)).to.include("Runs    nothing");
    expect(text({ ...nothing, findings: [finding({ code: "release-unknown" })] })).to.include(
      "a release that can't be told",
    );
  });

  it("has names of parameters, and no values", () => {
    expect(text())
      .to.match(/^ {2}new +New$/m)
      .and.match(/^ {2}left out +Gone$/m)
      .and.include("+1 -0 ~0");
    expect(text()).not.to.include("the-value");
    expect(text()).not.to.include("newly required");
  });

  it("says who has the role, and which version", () => {
    const role = (more: Partial<EnvironmentHop>) => text({ hops: [{ ...hop, ...more }] });
    expect(role({ roleVersion: parseVersion("1.39.0"), roleChoice: "same-minor" })).to.include("v1.39.0, same minor");
    expect(role({ roleChoice: "assumed" })).to.include("v1.39.7, assumed");
    expect(role({ roleVersion: null, roleChoice: "missing", roleTemplateUrl: null })).to.include("none published");
    const managed = role({ roleVersion: null, roleChoice: "managed-elsewhere", roleTemplateUrl: null });
    expect(managed).to.include("not ours").and.not.include("https://role");
  });

  it("tells the time where earlier runs do", () => {
    expect(text()).to.include("How long it takes is not known.").and.not.include("Time");
    const known = text({
      hops: [
        { ...hop, seconds: 2400 },
        { ...hop, seconds: 29 },
      ],
      seconds: 4500,
    });
    expect(known).to.include("Time").and.include("40 min").and.include("29 s").and.include("About 1 h 15 min");
  });

  it("shows findings with their codes, accepted ones in a line", () => {
    const accepted = [
      finding({ accepted: true }),
      finding({ accepted: true, message: "Y." }),
      finding({ accepted: true, code: "old" }),
    ];
    const shown = text({ findings: [finding({ code: "new", message: "Z is new." }), ...accepted] });
    expect(shown).to.include("! Z is new.\n  Mend X. (new)\n").and.include("Accepted: odd (2), old\n");
    expect(shown).not.to.include("X is odd.");
  });

  it("says what the file changes besides the release, values only where nobody could mind", () => {
    const settings = {
      parameters: [{ name: "EnableFips", live: "false", wanted: "true" }, { name: "CompanyDisplayName" }],
      notComparable: ["DatadogAPIKey"],
      tags: ["owner"],
    };
    expect(text({ settings }))
      .to.include("By the file, and not as it runs\n")
      .and.match(/^ {2}parameters +EnableFips \(false → true\), CompanyDisplayName$/m)
      .and.match(/^ {2}tags +owner$/m)
      .and.match(/^ {2}can't tell +DatadogAPIKey$/m);
    const same = { parameters: [], notComparable: ["DatadogAPIKey"], tags: [] };
    expect(text({ settings: same })).not.to.include("DatadogAPIKey");
    const again = { from: v139, hops: [{ ...hop, from: v139 }] };
    expect(text({ ...again, settings: same })).to.match(/^Parameters and tags run as the file has them\.$/m);
  });

  it("asks for one of three things, and for none where there is nothing to do", () => {
    const asked = (command: "deploy" | "upgrade", more: Partial<EnvironmentPlan>) =>
      proposalQuestion({ command, plan: plan(more), ...(command === "upgrade" && { stopAfter: v138 }) });
    const place = "prod (account 123456789012, us-east-1)";
    expect(asked("upgrade", {})).to.equal(`Upgrade ${place} to v1.38.5?`);
    expect(asked("deploy", { from: null })).to.equal(`Deploy Panther v1.39.7 to ${place}?`);
    expect(asked("deploy", { from: v139 })).to.equal(`Bring parameters and tags of ${place} up to date?`);
    const proposal = { type: "planned", command: "upgrade", plan: plan() } as const;
    expect(proposalText(proposal))
      .to.include("CAPABILITY_NAMED_IAM")
      .and.not.include("https://")
      .and.not.include("Ends");
    expect(proposalText({ ...proposal, stopAfter: v138 })).to.include("after v1.38.5");
    expect(proposalText({ ...proposal, plan: plan({ hops: [] }) })).to.equal(undefined);
  });

  it("ends with what comes next", () => {
    expect(text()).to.match(/Next: panther upgrade prod$/);
    expect(text({ from: null })).to.match(/Next: panther deploy prod$/);
    expect(text({ from: v139 })).to.match(/Next: panther deploy prod$/);
    expect(text({ from: v139, hops: [] })).to.include("v1.39.7 runs already");
    expect(text({ findings: [finding({ severity: "error" })] }))
      .to.match(/^✗ X is odd\.$/m)
      .and.match(/\nRefused: .*$/);
  });

  it("lists what is to be done by hand, within 80 columns", () => {
    const long = "word ".repeat(40).trim();
    const shown = text({
      manualSteps: [{ code: "c", release: v139, when: "before", text: long, source: "a document" }],
      findings: [finding({ message: long })],
    });
    expect(shown)
      .to.match(/^- Before v1\.39\.7: word/m)
      .and.match(/^ {2}a document$/m);
    expect(shown.split("\n").filter((line) => line.length > 80)).to.deep.equal([]);
  });
});

describe("wrapped text", () => {
  it("breaks between words, and never within one", () => {
    expect(wrapped("aa bb cc", 5)).to.deep.equal(["aa bb", "cc"]);
    expect(wrapped("a https://long.example b", 4)).to.deep.equal(["a", "https://long.example", "b"]);
    expect(wrapped("", 4)).to.deep.equal([""]);
  });
});
