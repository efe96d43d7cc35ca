import { expect } from "chai";
import { rootParametersOf } from "../../../model/release/parameters/catalog.ts";
import { parseVersion } from "../../../model/release/version.ts";
import { sourceSettings } from "../../../model/source/sourceSettings.ts";
import type { SourceWork } from "../../../model/source/sourceWork.ts";

const email = { FirstUserEmail: "a@example.com" };

function read(
  work: SourceWork,
  version: string,
  parameters: Readonly<Record<string, string>>,
  standing: "root" | "separate" = "root",
) {
  return sourceSettings(work, parseVersion(version), { parameters, rootStackName: "panther-prod", standing });
}

describe("settings of a checkout", () => {
  it("puts root parameters where the settings of mage deploy have them", () => {
    const answer = read("deploy", "1.16.0", { ...email, LogSubscriptionPrincipals: "a,b", FirstUserGivenName: "Ann" });
    expect(answer).to.deep.equal({
      kind: "settings",
      settings: {
        pantherConfig: {
          "Setup.FirstUser.Email": "a@example.com",
          "Setup.FirstUser.GivenName": "Ann",
          "Setup.FirstUser.FamilyName": "Community",
          "Setup.LogSubscriptions.PrincipalARNs": "a,b",
        },
        rootConfig: null,
        variables: {},
      },
    });
  });

  it("names what mage deploy has no place for, which of v1.16 is what the root template alone has", () => {
    const all = rootParametersOf(parseVersion("1.16.0")).map(({ name }) => [name, "x"]);
    const answer = read("deploy", "1.16.0", { ...Object.fromEntries(all), ...email, NoSuch: "x" });
    expect(answer.kind === "problems" && answer.problems.map(({ parameter }) => parameter)).to.include.members([
      "NoSuch",
      "BootstrapStackOnly",
      ...["MaxReadCapacity", "MaxWriteCapacity", "MinReadCapacity", "MinWriteCapacity", "Memory"].map(
        (name) => `CloudSecurity${name}`,
      ),
    ]);
  });

  it("writes v1.16's root configuration, and variables before", () => {
    const parameters = { ...email, OnboardSelf: "false", Debug: "true" };
    const at = (version: string) => {
      const answer = read("master-deploy", version, parameters);
      return answer.kind === "settings" ? answer.settings : undefined;
    };
    expect(at("1.16.0")).to.deep.equal({
      pantherConfig: {},
      rootConfig: { RootStackName: "panther-prod", ParameterOverrides: parameters },
      variables: {},
    });
    expect(at("1.15.3")?.variables).to.deep.equal({
      STACK: "panther-prod",
      EMAIL: "a@example.com",
      PARAMS: "OnboardSelf=false Debug=true",
    });
  });

  it("leaves PARAMS out where there are none", () => {
    const answer = read("master-deploy", "1.15.3", email);
    expect(answer.kind === "settings" && answer.settings.variables).to.have.keys("STACK", "EMAIL");
  });

  it("refuses a value that would be taken apart", () => {
    const answer = read("master-deploy", "1.15.3", { ...email, CompanyDisplayName: "Example Company" });
    expect(answer.kind === "problems" && answer.problems.map(({ parameter }) => parameter)).to.deep.equal([
      "CompanyDisplayName",
    ]);
    expect(read("master-deploy", "1.16.0", { ...email, CompanyDisplayName: "Example Company" }).kind).to.equal(
      "settings",
    );
  });

  it("wants the first user, since nobody could answer the tool's question", () => {
    for (const parameters of [{}, { FirstUserEmail: " " }, { FirstUserEmail: "{{ssm:name}}@example.com" }]) {
      const answer = read("deploy", "1.16.0", parameters);
      expect(answer.kind === "problems" && answer.problems[0]?.parameter).to.equal("FirstUserEmail");
    }
  });

  it("names a root stack to a teardown, and to nothing else: mage deploy would deploy that one stack", () => {
    const variables = (work: SourceWork, standing: "root" | "separate") => {
      const answer = read(work, "1.16.0", email, standing);
      return answer.kind === "settings" ? answer.settings.variables : undefined;
    };
    expect(variables("teardown", "root")).to.deep.equal({ STACK: "panther-prod" });
    expect(variables("teardown", "separate")).to.deep.equal({});
    expect(variables("deploy", "root")).to.deep.equal({});
  });
});
