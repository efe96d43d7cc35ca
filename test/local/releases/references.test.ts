import { expect } from "chai";
import { releaseObjects, releaseVersions } from "../../../local/releases/releases.ts";
import { flatten, intrinsics, type PlacedTemplate, readRelease, references } from "./reading.ts";

const region = "us-east-1";

/** What a template says that leads nowhere, and what it declares that nothing uses. */
function flaws({ path, template, children }: PlacedTemplate): readonly string[] {
  const parameters = Object.keys(template.Parameters ?? {});
  const resources = Object.keys(template.Resources);
  const implied = resources.filter((id) => template.Resources[id]?.Type === "AWS::Serverless::Function");
  const known = new Set([...parameters, ...resources, ...implied.map((id) => `${id}Role`)]);
  const conditions = Object.keys(template.Conditions ?? {});
  const used = references(template);
  const usedConditions = [
    ...intrinsics(template, "Condition"),
    ...intrinsics(template, "Fn::If").map((list) => (list as readonly unknown[])[0]),
    ...[...Object.values(template.Resources), ...Object.values(template.Outputs ?? {})].flatMap((item) =>
      "Condition" in item && item.Condition ? [item.Condition] : [],
    ),
  ].map(String);
  const maps = intrinsics(template, "Fn::FindInMap").map((list) => String((list as readonly unknown[])[0]));
  const dependsOn = Object.values(template.Resources).flatMap((resource) => resource.DependsOn ?? []);
  const outputs = used.flatMap((name) => {
    const [, id = "", output = ""] = /^(\w+)\.Outputs\.(\w+)$/.exec(name) ?? [];
    return id && !(output in (children[id]?.template.Outputs ?? {})) ? [`no output ${name}`] : [];
  });
  const found = [
    ...used
      .filter((name) => !name.startsWith("AWS::") && !known.has(name.split(".")[0] ?? ""))
      .map((name) => `no ${name}`),
    ...dependsOn.filter((name) => !resources.includes(name)).map((name) => `DependsOn ${name}`),
    ...usedConditions.filter((name) => !conditions.includes(name)).map((name) => `no condition ${name}`),
    ...maps.filter((name) => !(name in (template.Mappings ?? {}))).map((name) => `no mapping ${name}`),
    ...outputs,
    ...parameters.filter((name) => !used.includes(name)).map((name) => `parameter ${name} unused`),
    ...conditions.filter((name) => !usedConditions.includes(name)).map((name) => `condition ${name} unused`),
    ...Object.keys(template.Mappings ?? {})
      .filter((name) => !maps.includes(name))
      .map((name) => `mapping ${name} unused`),
    ...Object.entries(children).flatMap(([id, child]) => handoverFlaws(id, template.Resources[id]?.Properties, child)),
  ];
  return found.map((flaw) => `${path || "root"}: ${flaw}`);
}

function handoverFlaws(
  id: string,
  properties: Readonly<Record<string, unknown>> | undefined,
  child: PlacedTemplate,
): readonly string[] {
  const given = Object.keys((properties?.Parameters as object | undefined) ?? {});
  const declared = child.template.Parameters ?? {};
  const required = Object.keys(declared).filter((name) => !("Default" in (declared[name] ?? {})));
  return [
    ...given.filter((name) => !(name in declared)).map((name) => `${id} has no parameter ${name}`),
    ...required.filter((name) => !given.includes(name)).map((name) => `${id} misses parameter ${name}`),
  ];
}

describe("references in generated releases", () => {
  for (const version of releaseVersions) {
    it(`${version}: everything named exists, everything declared is used, every nested parameter is handed over`, () => {
      expect(flatten(readRelease(version, region)).flatMap(flaws)).to.deep.equal([]);
    });
  }

  it("every asset that a template names is in the bucket, and nothing else is", () => {
    for (const version of releaseVersions) {
      const objects = releaseObjects(version, region);
      const texts = objects
        .filter(({ contentType }) => contentType === "text/yaml")
        .map(({ body }) => new TextDecoder().decode(body));
      const named = texts.join("\n").match(/\b[0-9a-f]{40}\b/g) ?? [];
      const stored = objects.map(({ key }) => key).filter((key) => !key.startsWith("v"));
      expect([...new Set(named)].sort(), version).to.deep.equal([...stored].sort());
    }
  });

  it("finds a dangling reference, an unused parameter and a parameter that is not handed over", () => {
    const release = readRelease("1.36.0", region);
    const { FirstUserEmail: _dropped, ...Parameters } = release.template.Parameters ?? {};
    const broken = {
      ...release,
      template: { ...release.template, Parameters: { ...Parameters, Idle: { Type: "String" } } },
    };
    expect(flaws(broken)).to.include.members(["root: no FirstUserEmail", "root: parameter Idle unused"]);
    const { Web, ...Resources } = release.template.Resources;
    const bare = { ...Web, Type: "AWS::CloudFormation::Stack", Properties: {} };
    expect(flaws({ ...release, template: { ...release.template, Resources: { ...Resources, Web: bare } } })).to.include(
      "root: Web misses parameter FirstUserEmail",
    );
  });
});
