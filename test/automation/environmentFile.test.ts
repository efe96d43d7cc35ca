import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import { loadEnvironment } from "../../automation/environmentFile.ts";
import { checkout } from "../../local/setup/places.mjs";
import { configurationKeys } from "../../model/environment/environment.ts";
import { PantherError } from "../../model/error.ts";
import { good, goodChina, inChina } from "../model/environment/reading.ts";

const elsewhere = { ...good, region: "us-east-2" };

describe("Pulumi.yaml", () => {
  it("declares every key but those that may be left out and have no default, which Pulumi would then require", async () => {
    const { config } = parse(await readFile(join(checkout, "Pulumi.yaml"), "utf8"));
    const optional = ["opsRoleUntil", "sourceDeployer", "releaseCatalog", "releaseBucket", "templateUrl", "china"];
    expect([...Object.keys(config), ...optional]).to.have.members([...configurationKeys]);
    const required = Object.keys(config).filter((key) => config[key].default === undefined);
    expect(required).to.deep.equal(["version", "region", "expectedAccountId"]);
  });
});

describe("an environment's file", () => {
  let directory = "";
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "panther-files-"));
    await mkdir(join(directory, "stacks"));
    await cp(join(checkout, "Pulumi.yaml"), join(directory, "Pulumi.yaml"));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const write = (name: string, text: string) => writeFile(join(directory, "stacks", `Pulumi.${name}.yaml`), text);
  const configure = (name: string, values: Readonly<Record<string, unknown>>) =>
    write(
      name,
      stringify({
        config: Object.fromEntries(Object.entries(values).map(([key, value]) => [`panther:${key}`, value])),
      }),
    );
  const load = (name: string) => loadEnvironment(directory, name);
  const refusal = (name: string) =>
    load(name).then(
      () => undefined,
      (error: unknown) => (error instanceof PantherError ? error : Promise.reject(error)),
    );

  it("has Pulumi.yaml's defaults under its own values", async () => {
    const { rootStackName: _, ...values } = good;
    await configure("prod", values);
    expect(await load("prod")).to.deep.include({ name: "prod", rootStackName: "panther-root", tags: {} });
    await configure("prod", { ...values, rootStackName: "panther-own" });
    expect(await load("prod")).to.include({ rootStackName: "panther-own" });
  });

  it("keeps its secrets: their names are read, and other projects' keys are not", async () => {
    await write(
      "prod",
      `${stringify({ config: { "panther:version": "v1.39.7", "panther:region": "us-east-1", "panther:expectedAccountId": "012345678901" } })}\
  panther:secretParameters:
    DatadogAPIKey:
      secure: v1:abc
  aws:region: eu-west-1
`,
    );
    expect((await load("prod")).secretParameterNames).to.deep.equal(["DatadogAPIKey"]);
  });

  it("that is none is an error of its own", async () => {
    expect(await refusal("prod")).to.include({ code: "environment-missing" });
    expect((await refusal("prod"))?.fix).to.include("pulumi stack init prod");
  });

  for (const [what, text] of [
    ["no YAML", "config: [\n"],
    ["a key given twice", "config:\n  panther:region: a\n  panther:region: b\n"],
    ["text", "hello"],
    ["a list", "- panther:region: us-east-1"],
  ] as const) {
    it(`that holds ${what} can't be read`, async () => {
      await write("prod", text);
      expect(await refusal("prod")).to.include({ code: "environment-unreadable" });
    });
  }

  it("that is empty lacks what is required", async () => {
    await write("prod", "");
    expect(await refusal("prod")).to.include({ code: "configuration-invalid" });
    expect((await refusal("prod"))?.message).to.include("panther:version is missing");
  });

  it("that says where another environment is, is refused, whoever asks", async () => {
    await configure("prod", good);
    await configure("other", { ...good, rootStackName: "panther-other" });
    for (const name of ["prod", "other"]) {
      const error = await refusal(name);
      expect(error).to.include({ code: "environments-collide" });
      expect(error?.message).to.include("012345678901 and us-east-1").and.include("prod").and.include("other");
      expect(error?.fix).to.include("stacks/Pulumi.prod.yaml").and.include("stacks/Pulumi.other.yaml");
    }
  });

  it("is in the way with its web app too", async () => {
    await configure("prod", { ...good, expectedAccountId: goodChina.webAccountId, region: goodChina.webRegion });
    await configure("split", inChina);
    expect(await refusal("prod")).to.include({ code: "environments-collide" });
    expect(await refusal("split")).to.include({ code: "environments-collide" });
  });

  it("is in the way when something else in it is wrong, and harmless when it can't be read", async () => {
    await configure("prod", good);
    await configure("broken", { ...good, version: "x", region: "us-east-2" });
    await write("unreadable", "config: [\n");
    await mkdir(join(directory, "stacks", "Pulumi.folder.yaml"));
    expect((await load("prod")).region).to.equal("us-east-1");
    await configure("broken", { ...good, version: "x" });
    expect(await refusal("prod")).to.include({ code: "environments-collide" });
  });

  it("is not concerned by others that collide with each other", async () => {
    await configure("prod", good);
    await configure("one", elsewhere);
    await configure("two", elsewhere);
    expect((await load("prod")).name).to.equal("prod");
  });

  for (const [name, path] of [
    ["example", "stacks"],
    ["demo", "stacks"],
    ["standard", "examples/standard"],
    ["adopted", "examples/adopted"],
    ["china", "examples/china"],
  ] as const) {
    it(`${path}/Pulumi.${name}.yaml reads without problems`, async () => {
      await cp(join(checkout, path, `Pulumi.${name}.yaml`), join(directory, "stacks", `Pulumi.${name}.yaml`));
      expect((await load(name)).name).to.equal(name);
    });
  }

  it("an example does not collide with a copy of it that is still to be filled in", async () => {
    const text = await readFile(join(checkout, "stacks/Pulumi.example.yaml"), "utf8");
    await write("example", text);
    await write("prod", text.replace("v1.39.7", "v1.38.5"));
    expect((await load("prod")).version).to.equal("1.38.5");
  });
});
