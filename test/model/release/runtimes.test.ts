import { expect } from "chai";
import type { NestedTemplates } from "../../../model/release/parameters/nested/nestedTemplates.ts";
import { runtimeEnds, runtimeFinding } from "../../../model/release/runtimes.ts";
import { runtimesUsed } from "../../../model/release/runtimesUsed.ts";
import type { Template } from "../../../model/release/template.ts";

const use = (runtime: string, ...parameters: readonly string[]) => ({ runtime, functions: 1, parameters });
const found = (runtime: string, day: string) => runtimeFinding(use(runtime), new Date(day));

describe("a Lambda runtime that AWS gives up", () => {
  it("is spoken of from the day on which it is deprecated", () => {
    expect(found("python3.9", "2025-12-14T23:59:59Z")).to.equal(undefined);
    const deprecated = found("python3.9", "2025-12-15");
    expect(deprecated).to.include({ severity: "warning", code: "runtime-deprecated" });
    expect(deprecated?.message).to.equal(
      "functions use the runtime python3.9, which is deprecated since 2025-12-15; none is to be creatable from 2027-02-01 on; none is to be updatable from 2027-03-03 on.",
    );
  });

  it("is not creatable from a later day on, nor updatable from a still later one", () => {
    expect(found("python3.9", "2027-01-31T23:59:59Z")).to.include({ code: "runtime-deprecated" });
    expect(found("python3.9", "2027-02-01")).to.include({ code: "runtime-not-creatable" });
    expect(found("python3.9", "2027-03-03")?.message).to.include("none can be updated since 2027-03-03");
  });

  it("says no more than is known", () => {
    expect(found("python3.8", "2030-01-01")).to.include({
      code: "runtime-deprecated",
      message: "functions use the runtime python3.8, which is deprecated since 2024-10-14.",
    });
    expect(found("go1.x", "2030-01-01")?.message).not.to.include("updat");
    expect(found("python3.99", "2099-01-01")).to.equal(undefined);
  });

  it("may be chosen by a parameter", () => {
    const now = new Date("2026-01-01");
    expect(runtimeFinding(use("python3.7", "PythonRuntime"), now)?.fix).to.match(/^Choose another with PythonRuntime /);
    expect(runtimeFinding(use("python3.7"), now)?.fix).to.match(/^AWS moves these dates/);
  });

  it("stands once in a table of days in order", () => {
    expect(new Set(runtimeEnds.map(({ runtime }) => runtime)).size).to.equal(runtimeEnds.length);
    for (const { deprecated, noCreate = deprecated, noUpdate = noCreate } of runtimeEnds) {
      for (const day of [deprecated, noCreate, noUpdate]) expect(day).to.match(/^20\d\d-[01]\d-[0-3]\d$/);
      expect([deprecated, noCreate, noUpdate]).to.deep.equal([deprecated, noCreate, noUpdate].sort());
    }
  });
});

const lambda = (runtime: unknown, more: object = {}) => ({
  Type: "AWS::Lambda::Function",
  ...more,
  Properties: { Runtime: runtime },
});
const nest = (url: unknown, parameters: object = {}, more: object = {}) => ({
  Type: "AWS::CloudFormation::Stack",
  ...more,
  Properties: { TemplateURL: url, Parameters: parameters },
});
const used = (root: Template, nested: NestedTemplates = {}, values: Readonly<Record<string, string>> = {}) =>
  runtimesUsed(root, nested, values).map(({ runtime, functions, parameters }) =>
    `${runtime} ${functions} ${parameters.join()}`.trim(),
  );

describe("the runtimes of a release", () => {
  it("are those of its functions, plain or by SAM's Globals", () => {
    const serverless = (properties: object) => ({ Type: "AWS::Serverless::Function", Properties: properties });
    expect(
      used({
        Globals: { Function: { Runtime: "go1.x" } },
        Resources: {
          A: lambda("python3.7"),
          B: serverless({ Runtime: "python3.7" }),
          C: serverless({}),
          // Of a container image: Globals are SAM's alone.
          D: { Type: "AWS::Lambda::Function", Properties: {} },
          E: { Type: "AWS::Lambda::LayerVersion", Properties: { Runtime: "no" } },
        },
      }),
    ).to.deep.equal(["go1.x 1", "python3.7 2"]);
    expect(used({ Resources: { A: serverless({}) } })).to.deep.equal([]);
  });

  it("follow parameters through nested stacks", () => {
    const root = {
      Parameters: { PythonRuntime: { Type: "String", Default: "python3.7" }, Other: { Type: "String" } },
      Resources: {
        Core: nest("core.yml", { Runtime: { Ref: "PythonRuntime" } }),
        Off: nest("core.yml", { Runtime: { Ref: "Other" } }),
        Gone: nest("nowhere.yml"),
        Dark: nest({ "Fn::GetAtt": ["Core", "Outputs.Url"] }),
      },
    };
    const core =
      "Parameters: {Runtime: {Type: String}, Go: {Type: String, Default: go1.x}}\nResources: {A: {Type: AWS::Lambda::Function, Properties: {Runtime: !Ref Runtime}}, B: {Type: AWS::Lambda::Function, Properties: {Runtime: !Ref Go}}}";
    expect(used(root, { "core.yml": core })).to.deep.equal(["go1.x 2", "python3.7 1 PythonRuntime"]);
    expect(used(root, { "core.yml": core }, { PythonRuntime: "python3.9", Other: "python3.6" })).to.deep.equal([
      "go1.x 2",
      "python3.6 1 Other",
      "python3.9 1 PythonRuntime",
    ]);
  });

  it("leave out what a condition leaves out", () => {
    const condition = { Condition: "On" };
    const root = {
      Parameters: { Switch: { Type: "String", Default: "no" } },
      Conditions: { On: { "Fn::Equals": [{ Ref: "Switch" }, "yes"] } },
      Resources: { A: lambda("go1.x", condition), N: nest("n.yml", {}, condition) },
    };
    const nested = { "n.yml": { Resources: { B: lambda("python3.7") } } };
    expect(used(root, nested)).to.deep.equal([]);
    expect(used(root, nested, { Switch: "yes" })).to.deep.equal(["go1.x 1", "python3.7 1"]);
  });

  it("end where a template nests itself, or says nothing of a parameter", () => {
    const nested = { "n.yml": { Parameters: { P: {} }, Resources: { Self: nest("n.yml"), A: lambda({ Ref: "P" }) } } };
    expect(used({ Resources: { N: nest("n.yml") } }, nested)).to.deep.equal([]);
  });
});
