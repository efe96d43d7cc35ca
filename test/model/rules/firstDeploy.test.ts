import { expect } from "chai";
import {
  deployPhases,
  type FirstDeployRequest,
  firstDeployNames,
  firstDeployProblem,
} from "../../../model/rules/firstDeploy.ts";

const minimal = ["FirstUserEmail", "OnboardSelf", "PulumiSecretArn", "PulumiSecretKeyArn"];
const problem = (request: Partial<FirstDeployRequest>) =>
  firstDeployProblem({ names: minimal, onboardSelf: "false", allowed: [], ...request });

describe("the parameters of a first deploy", () => {
  it("may be the minimal ones and those that are allowed, in the order given", () => {
    expect(firstDeployNames(["VpcID", ...minimal, "CustomDomain"], [])).to.deep.equal(minimal);
    expect(firstDeployNames(["VpcID", "FirstUserEmail"], ["VpcID", "Unset"])).to.deep.equal([
      "VpcID",
      "FirstUserEmail",
    ]);
  });

  it("are refused beyond that, each by its name", () => {
    expect(problem({})).to.equal(undefined);
    expect(problem({ names: [...minimal, "VpcID"], allowed: ["VpcID"] })).to.equal(undefined);
    expect(problem({ names: ["VpcID", ...minimal, "CustomDomain"] })).to.match(/beyond those are VpcID, CustomDomain$/);
  });
});

describe("the parameters of a first deploy of the web app in front of a backend in China", () => {
  const names = ["FirstUserEmail", "SecretID", "CustomDomain"];

  it("are its own two, and none is of the account that it stands in", () => {
    expect(firstDeployProblem({ template: "proxy", names: names.slice(0, 2), allowed: [] })).to.equal(undefined);
    expect(firstDeployProblem({ template: "proxy", names, allowed: [] })).to.match(/beyond those are CustomDomain$/);
    expect(problem({ names: [...minimal, "SecretID"] })).to.match(/beyond those are SecretID$/);
  });

  it("come in two steps where there are more", () => {
    const phases = (given: readonly string[], required: readonly string[]) =>
      deployPhases({ template: "proxy", names: given, required, named: [] });
    expect(phases(names, [])).to.deep.equal({ first: names.slice(0, 2), later: ["CustomDomain"] });
    expect(phases(names, ["CustomDomain"])).to.deep.equal({ first: names, later: [] });
  });
});

describe("OnboardSelf in a first deploy", () => {
  const notSet = { names: ["FirstUserEmail"], allowed: [] };
  const set = { names: ["OnboardSelf"], allowed: [] };

  it("is true where it is not set, and refused", () => {
    expect(firstDeployProblem(notSet)).to.match(/OnboardSelf is not set, and then true$/);
  });

  it("is refused without its value, which may be a misplaced secret", () => {
    expect(firstDeployProblem({ ...set, onboardSelf: "true" })).to.match(/OnboardSelf is set, and not to false$/);
    expect(firstDeployProblem({ ...set, onboardSelf: "hunter2" })).to.not.include("hunter2");
    expect(firstDeployProblem({ ...set, onboardSelf: "" })).to.match(/OnboardSelf is set/);
  });

  it("is fine as false, and not judged where its value is not known", () => {
    expect(firstDeployProblem({ ...set, onboardSelf: "false" })).to.equal(undefined);
    expect(firstDeployProblem(set)).to.equal(undefined);
  });

  it("is up to the environment that names it", () => {
    const allowed = ["OnboardSelf"];
    expect(firstDeployProblem({ ...set, onboardSelf: "true", allowed })).to.equal(undefined);
    expect(firstDeployProblem({ ...notSet, allowed })).to.equal(undefined);
  });
});

describe("the phases of a first deploy", () => {
  const phases = (request: Partial<Parameters<typeof deployPhases>[0]>) =>
    deployPhases({ names: ["FirstUserEmail", "VpcID"], required: [], named: [], ...request });

  it("are minimal parameters first, and the others later, OnboardSelf last and even where it is not set", () => {
    expect(phases({})).to.deep.equal({ first: ["FirstUserEmail"], later: ["VpcID", "OnboardSelf"] });
    expect(phases({ names: ["OnboardSelf", "VpcID", "FirstUserEmail"], onboardSelf: "true" })).to.deep.equal({
      first: ["FirstUserEmail"],
      later: ["VpcID", "OnboardSelf"],
    });
  });

  it("are one where nothing is left for later", () => {
    const names = ["FirstUserEmail", "OnboardSelf"];
    expect(phases({ names, onboardSelf: "false" })).to.deep.equal({ first: ["FirstUserEmail"], later: [] });
  });

  it("have in the first what the template requires and what the environment names", () => {
    expect(phases({ required: ["VpcID"], onboardSelf: "false" })).to.deep.equal({
      first: ["FirstUserEmail", "VpcID"],
      later: [],
    });
    expect(phases({ named: ["VpcID"], onboardSelf: "false" }).first).to.include("VpcID");
  });

  it("leave OnboardSelf to the first where the environment names it, but not because the template requires it", () => {
    const names = ["FirstUserEmail", "OnboardSelf"];
    expect(phases({ names, onboardSelf: "true", named: ["OnboardSelf"] })).to.deep.equal({ first: names, later: [] });
    expect(phases({ names, onboardSelf: "true", required: ["OnboardSelf"] })).to.deep.equal({
      first: ["FirstUserEmail"],
      later: ["OnboardSelf"],
    });
  });

  it("begin with a step that a plain up would take too", () => {
    const names = ["VpcID", ...minimal, "CustomDomain"];
    for (const named of [[], ["CustomDomain"], ["OnboardSelf"]]) {
      const { first } = phases({ names, onboardSelf: "true", required: ["VpcID"], named });
      const sent = [...new Set([...first, "OnboardSelf"])];
      const own = first.includes("OnboardSelf") ? "true" : "false";
      expect(firstDeployProblem({ names: sent, onboardSelf: own, allowed: first }), named.join()).to.equal(undefined);
    }
  });
});
