import { expect } from "chai";
import { cannotTell } from "../../../model/preflight/cannotTell.ts";
import { checkCatalog } from "../../../model/preflight/checkCatalog.ts";
import { failure, pass, unknown, warning, worst } from "../../../model/preflight/outcome.ts";
import { checkResult, preflightAnswer } from "../../../model/preflight/result.ts";

const subject = { environment: "prod", accountId: "1", region: "us-east-1", release: "1.39.7", caller: null };
const fails = failure("m", "f");

describe("what a check came to", () => {
  it("is the gravest that it saw, and a failure is graver than not knowing", () => {
    expect(worst([])).to.equal("pass");
    expect(worst([pass("p"), warning("w", "f")])).to.equal("warning");
    expect(worst([warning("w", "f"), unknown("u", "f")])).to.equal("could-not-tell");
    expect(worst([unknown("u", "f"), fails])).to.equal("failure");
  });

  it("names who has to do it, by what it saw or by the catalog", () => {
    const result = checkResult("mfa", [pass("p"), failure("m", "f", { who: "Panther" })], { accept: [], side: "web" });
    expect(result).to.include({ verdict: "failure", who: "Panther", side: "web", accepted: false });
    expect(result.observations.map(({ verdict }) => verdict)).to.deep.equal(["failure", "pass"]);
    expect(checkResult("mfa", [fails], { accept: [] }).who).to.equal("you");
    expect(checkResult("mfa", [pass("p")], { accept: ["mfa"] })).to.include({ who: null, accepted: false });
  });
});

describe("a preflight's answer", () => {
  it("is refused by a failure, unless that is accepted by name", () => {
    const refused = (accept: readonly string[]) =>
      preflightAnswer(subject, [checkResult("mfa", [fails], { accept })]).refused;
    expect(refused([])).to.equal(true);
    expect(refused(["root-user"])).to.equal(true);
    expect(refused(["mfa"])).to.equal(false);
    expect(preflightAnswer(subject, [checkResult("mfa", [unknown("u", "f")], { accept: [] })]).refused).to.equal(false);
  });

  it("has the checks in the catalog's order, the web side's last", () => {
    const { checks, counts } = preflightAnswer(subject, [
      checkResult("account", [pass("p")], { accept: [], side: "web" }),
      checkResult("mfa", [fails], { accept: [] }),
      checkResult("account", [pass("p")], { accept: [] }),
    ]);
    expect(checks.map(({ side, code }) => [side ?? "", code].join(" "))).to.deep.equal([
      " account",
      " mfa",
      "web account",
    ]);
    expect(counts).to.deep.equal({ pass: 2, warning: 0, failure: 1, "could-not-tell": 0 });
  });
});

describe("the catalog of checks", () => {
  it("says of each what, why, what to do and by which source, under a code of its own", () => {
    expect(new Set(checkCatalog.map(({ code }) => code)).size).to.equal(checkCatalog.length);
    for (const { code, title, what, why, fix, source } of checkCatalog) {
      for (const text of [title, what, why, fix, source]) expect(text, code).to.match(/\S{2,} \S+/);
      // So that none is cut in a table of 80 columns.
      expect(title.length, code).to.be.at.most(35);
    }
  });
});

describe("an error on the way to an answer", () => {
  const said = (name: string, message: string, call?: string) =>
    cannotTell({ name, message, ...(call !== undefined && { call }) });

  it("is never a finding, and says why nobody could look", () => {
    const denied = said("AccessDenied", "User: arn is not authorized to perform: iam:ListRoles on resource: x");
    expect(denied.message).to.equal("The caller may not look (iam:ListRoles).");
    expect(denied.fix).to.include("Allow iam:ListRoles to the caller");
    expect(said("UnauthorizedOperation", "no", "ec2:DescribeVpcs").message).to.include("(ec2:DescribeVpcs)");
    expect(said("AccessDeniedException", "no").fix).to.include("Allow the call");
    expect(said("ThrottlingException", "Rate exceeded").message).to.include("too many calls");
    expect(said("ENOTFOUND", "getaddrinfo ENOTFOUND guardduty.x").message).to.include("does not answer in this region");
    expect(said("CredentialsProviderError", "Could not resolve credentials").message).to.include("no credentials");
    expect(said("TimeoutError", "socket").message).to.equal("AWS did not answer in time.");
    expect(said("Odd", "what").message).to.include("unexpected");
    for (const error of [denied, said("Odd", "what")]) {
      expect(error.verdict).to.equal("could-not-tell");
      expect(error.evidence).to.have.length(1);
    }
  });
});
