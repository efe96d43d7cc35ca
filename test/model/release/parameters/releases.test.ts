import { expect } from "chai";
import { releaseObjects, releaseVersions } from "../../../../local/releases/releases.ts";
import { documentedParameter } from "../../../../model/release/parameters/catalog.ts";
import { checkParameters, type ParameterCheck } from "../../../../model/release/parameters/checkParameters.ts";
import { declarationsOf } from "../../../../model/release/parameters/declaration.ts";
import { isDocumentedFor } from "../../../../model/release/parameters/documented.ts";
import { parameterChanges } from "../../../../model/release/parameters/parameterChanges.ts";
import { parseTemplate } from "../../../../model/release/templateText.ts";
import { parseVersion } from "../../../../model/release/version.ts";
import { requiredValues } from "./edges.ts";

const region = "us-east-1";
function templatesOf(version: string): Pick<ParameterCheck, "template" | "nested"> & { readonly template: string } {
  const bodies = releaseObjects(version, region)
    .filter(({ contentType }) => contentType === "text/yaml")
    .map(({ bucket, key, body }) => [
      `https://${bucket}.s3.${region}.amazonaws.com/${key}`,
      new TextDecoder().decode(body),
    ]);
  return { template: bodies.at(-1)?.[1] ?? "", nested: Object.fromEntries(bodies) };
}

describe("parameters of whole releases", () => {
  for (const version of releaseVersions) {
    it(`${version}: its own defaults and the required values are accepted, spelt out or not`, () => {
      const templates = templatesOf(version);
      const release = parseVersion(version);
      const declarations = [...declarationsOf(parseTemplate(templates.template)).values()];
      const values = {
        ...requiredValues,
        ...Object.fromEntries(
          declarations
            .filter(({ name, default: initial }) => initial === undefined && !(name in requiredValues))
            .map(({ name }) => [name, name === "LoadBalancerSecurityGroupCidr" ? "10.0.0.0/8" : "Example"]),
        ),
      };
      const spelt = Object.fromEntries(declarations.map(({ name, default: initial }) => [name, initial]));
      const nothing = { accepted: true, findings: [] };
      expect(checkParameters({ ...templates, values, region, release })).to.deep.equal(nothing);
      expect(checkParameters({ ...templates, values: { ...spelt, ...values }, region, release })).to.deep.equal(
        nothing,
      );
      for (const { name } of declarations) {
        const documented = documentedParameter(name);
        expect(documented && isDocumentedFor(documented, release), name).to.equal(true);
      }
    });
  }

  it("1.36.0: memory that only the nested template of cloud security limits", () => {
    const check = (memory: string) =>
      checkParameters({ ...templatesOf("1.36.0"), values: { ...requiredValues, CloudSecurityMemory: memory }, region });
    expect(check("2048").findings).to.deep.equal([]);
    expect(check("2049").findings).to.have.lengthOf(1);
    expect(check("4096").findings[0]).to.include({
      severity: "error",
      code: "nested-limit",
      parameter: "CloudSecurityMemory",
      fix: "Set CloudSecurityMemory to 2048 or less.",
    });
    expect(check("4096").findings[0]?.message).to.match(
      /^CloudSecurityMemory is 4096 and must be at most 2048 in the nested stack CloudSecurity\./,
    );
  });

  it("1.38.5 to 1.39.7: what the upgrade changes", () => {
    const changes = parameterChanges(templatesOf("1.38.5").template, templatesOf("1.39.7").template);
    expect(changes.removed).to.deep.equal([{ name: "SlowRuleMaxDuration", required: false, oldDefault: "75" }]);
    expect(changes.added.map(({ name }) => name))
      .to.include("SlowRuleMaxUtilization")
      .and.have.lengthOf(8);
    expect([changes.defaultChanged, changes.newlyRequired]).to.deep.equal([[], []]);
  });
});
