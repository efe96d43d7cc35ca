import { expect } from "chai";
import { secretValue } from "../../../model/environment/environment.ts";
import { described, environment, inChina, keys } from "./reading.ts";

const plainText = "0123456789abcdef";

describe("secrets in an environment's configuration", () => {
  it("are kept by their names only", () => {
    const { secretParameterNames } = environment({ secretParameters: { DatadogAPIKey: secretValue } });
    expect(secretParameterNames).to.deep.equal(["DatadogAPIKey"]);
  });

  it("are refused among the plain parameters, where Pulumi has encrypted them", () => {
    const text = described({ parameters: { Any: secretValue } });
    expect(text).to.include("go under panther:secretParameters");
    expect(text).to.include("pulumi config set --secret --path 'panther:secretParameters.Any'");
  });

  it("are given once", () => {
    const both = { parameters: { Any: "x" }, secretParameters: { Any: secretValue } };
    expect(keys(both)).to.deep.equal(["panther:parameters.Any"]);
    const documented = { parameters: { DatadogAPIKey: "x" }, secretParameters: { DatadogAPIKey: secretValue } };
    expect(keys(documented)).to.deep.equal(["panther:parameters.DatadogAPIKey"]);
    expect(described(documented)).not.to.include("pulumi config set");
  });

  it("may be named for the first deploy", () => {
    const secretParameters = { DatadogAPIKey: secretValue };
    expect(keys({ secretParameters, firstDeployParameters: ["DatadogAPIKey"] })).to.deep.equal([]);
  });

  for (const [what, values, base, says] of [
    ["documented as secret", { parameters: { DatadogAPIKey: plainText } }, {}, "is a secret, and panther:parameters"],
    ["in plain text in their own place", { secretParameters: { A: plainText } }, {}, "must be a Pulumi secret"],
    ["in plain text, under no name", { secretParameters: plainText }, {}, "must be a mapping"],
    ["under a wrong name", { secretParameters: { "a-b": plainText } }, {}, "no parameter's name"],
    ["in a list", { parameters: [{ DatadogAPIKey: plainText }] }, {}, "must be a mapping"],
    ["as the whole of the parameters", { parameters: plainText }, {}, "must be a mapping"],
    ["under a name inside a mapping", { parameters: { A: { DatadogAPIKey: plainText } } }, {}, "must be text"],
    ["as a key", { DatadogAPIKey: plainText }, {}, "is no configuration key"],
    [
      "of the web app",
      { china: { ...Object(inChina.china), webParameters: { DatadogAPIKey: plainText } } },
      inChina,
      "takes no secret",
    ],
    [
      "of the web app, as a whole",
      { china: { ...Object(inChina.china), webParameters: plainText } },
      inChina,
      "must be a mapping",
    ],
  ] as const) {
    it(`are not repeated: ${what}`, () => {
      const text = described(values, { ...inChina, topology: "china", ...base });
      expect(text).to.include(says);
      expect(text).not.to.include(plainText);
    });
  }

  it("are one each, not one in all", () => {
    expect(described({ secretParameters: secretValue })).to.equal(
      "panther:secretParameters is one secret, and each parameter in it has to be one of its own. pulumi config set --secret --path 'panther:secretParameters.<name>'",
    );
  });
});
