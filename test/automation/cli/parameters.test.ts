import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { Command } from "commander";
import { addParametersCommand } from "../../../automation/cli/parametersCommand.ts";
import { PantherError } from "../../../model/error.ts";

interface Run {
  readonly exitCode: number | undefined;
  readonly output: string;
  readonly error: unknown;
}

/** Runs `panther …` in this process. */
async function panther(...argv: readonly string[]): Promise<Run> {
  const written: string[] = [];
  let exitCode: number | undefined;
  let failure: unknown;
  const program = new Command("panther").exitOverride().configureOutput({ writeErr: () => undefined });
  addParametersCommand(program, (code) => {
    exitCode = code;
  });
  const { write } = process.stdout;
  process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    failure = error;
  } finally {
    process.stdout.write = write;
  }
  return { exitCode, output: written.join(""), error: failure };
}

const root = `
Parameters:
  Memory: {Type: Number, Default: 512, MinValue: 256}
  Email: {Type: String}
  Key: {Type: String, Default: "", NoEcho: true}
Resources:
  Child: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: nested/child.yml, Parameters: {M: !Ref Memory}}}
  Hosted: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: "https://b.s3.amazonaws.com/v1/hosted.yml", Parameters: {M: !Ref Memory}}}
  Again: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: nested/child.yml}}
  Other: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: !Sub "x"}}
`;
const child = `
Parameters: {M: {Type: Number, MaxValue: 2048}}
Resources: {Grandchild: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: ./grandchild.yml, Parameters: {N: !Ref M}}}}
`;
const files: Readonly<Record<string, string>> = {
  "root.yml": root,
  "nested/child.yml": child,
  "nested/grandchild.yml": "Parameters: {N: {Type: Number, MaxValue: 1024}}",
  "hosted.yml": "Parameters: {M: {Type: Number, MaxValue: 3000}}",
  "good.yml": "Email: a@b.co\nMemory: 1024\n",
  "large.json": '{"Email": "a@b.co", "Memory": 4096}',
  "between.json": '{"Email": "a@b.co", "Memory": 1025}',
  "secret.yml": "Email: a@b.co\nKey: topsecretvalue\n",
  "encrypted.yml": "Email: a@b.co\nKey: {secure: v1:x}\n",
  "broken.yml": "{",
  "list.yml": "- Email",
};

describe("panther parameters", () => {
  it("prints a table within 80 columns, and the same as JSON", async () => {
    const { output } = await panther("parameters");
    const lines = output.trimEnd().split("\n");
    expect(Math.max(...lines.map((line) => line.length))).to.be.at.most(80);
    const listed = JSON.parse((await panther("parameters", "--json")).output);
    for (const { name } of listed)
      expect(
        lines.filter((line) => line.startsWith(`│ ${name} `)),
        name,
      ).to.have.lengthOf(1);
    expect(listed.find(({ name }: { name: string }) => name === "LogProcessorLambdaMemorySize")).to.deep.include({
      type: "Number",
      default: "2048",
      required: false,
      secret: false,
      minValue: 256,
      maxValue: 10240,
    });
  });

  it("prints what one release has, and what the role's template has", async () => {
    const names = async (...argv: readonly string[]) =>
      JSON.parse((await panther("parameters", "--json", ...argv)).output).map(({ name }: { name: string }) => name);
    expect(await names("--release", "v1.36.0"))
      .to.include("SlowRuleMaxDuration")
      .and.not.include("EnableFips");
    expect(await names("--role")).to.deep.equal([
      "DeploymentRoleName",
      "IdentityAccountId",
      "OpsAccountId",
      "InternalDeploy",
    ]);
    expect(await names("--role", "--release", "1.39.7")).to.deep.equal(["DeploymentRoleName", "IdentityAccountId"]);
    expect((await panther("parameters", "--release", "newest")).error).to.be.instanceOf(PantherError);
  });
});

describe("panther parameters check", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "panther-parameters-"));
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
  });
  after(() => rm(folder, { recursive: true }));

  const check = (values: string, ...rest: readonly string[]) =>
    panther("parameters", "check", "--template", join(folder, "root.yml"), "--values", join(folder, values), ...rest);
  const answer = async (values: string, ...rest: readonly string[]) => {
    const { exitCode, output } = await check(values, "--json", ...rest);
    const { accepted, findings } = JSON.parse(output);
    return { exitCode, accepted, codes: findings.map((found: { code: string }) => found.code) };
  };

  it("accepts with exit code 0", async () => {
    expect(await answer("good.yml")).to.deep.equal({ exitCode: 0, accepted: true, codes: [] });
    expect(await check("good.yml")).to.include({ exitCode: 0, output: "Accepted. Nothing found.\n" });
    expect(await answer("encrypted.yml")).to.include({ exitCode: 0, accepted: true });
  });

  it("refuses with exit code 2, and looks into the nested templates beside the root", async () => {
    expect(await answer("large.json")).to.deep.equal({
      exitCode: 2,
      accepted: false,
      codes: ["nested-limit", "nested-limit", "nested-limit"],
    });
    expect(await answer("between.json")).to.deep.include({ codes: ["nested-limit"] });
    const { output, exitCode } = await check("large.json");
    expect(exitCode).to.equal(2);
    expect(output)
      .to.match(/Memory \(nested-limit\)/)
      .and.match(/Not accepted\.\n$/);
    expect(Math.max(...output.split("\n").map((line) => line.length))).to.be.at.most(80);
  });

  it("never shows a secret, and takes the names of those that are kept as secrets", async () => {
    for (const argv of [["--json"], []]) {
      expect((await check("secret.yml", ...argv)).output)
        .to.contain("secret-among-plain")
        .and.not.contain("topsecretvalue");
    }
    expect(await answer("secret.yml", "--secret", "Key")).to.include({ accepted: true });
  });

  it("names the file that is wrong, and the fix", async () => {
    const refusal = async (template: string, values: string) => {
      const argv = ["parameters", "check", "--template", join(folder, template), "--values", join(folder, values)];
      const { error } = await panther(...argv);
      if (!(error instanceof PantherError)) throw new Error(`${template} and ${values} were taken`);
      expect(error.fix).to.match(/^[A-Z].+\./);
      const asJson = await panther(...argv, "--json");
      expect(asJson.exitCode).to.equal(2);
      expect(JSON.parse(asJson.output)).to.deep.equal({
        accepted: false,
        findings: [{ severity: "error", code: error.code, parameter: "", message: error.message, fix: error.fix }],
      });
      return `${error.code} ${error.message.replace(`${folder}/`, "")}`;
    };
    expect(await refusal("root.yml", "missing.yml")).to.equal("file-unreadable missing.yml: There is no such file.");
    expect(await refusal("missing.yml", "good.yml")).to.equal("file-unreadable missing.yml: There is no such file.");
    expect(await refusal("nested", "good.yml")).to.match(/^file-unreadable nested: It can't be read/);
    expect(await refusal("root.yml", "broken.yml")).to.match(/^values-unreadable broken\.yml: /);
    expect(await refusal("root.yml", "list.yml")).to.match(/^values-unreadable list\.yml: /);
    expect(await refusal("broken.yml", "good.yml")).to.match(/^template-unreadable broken\.yml: /);
    expect(await refusal("good.yml", "good.yml")).to.match(/^template-unreadable good\.yml: It has neither/);
  });

  it("is wrong use without both files", async () => {
    for (const argv of [["--template", "x"], ["--values", "x"], ["--nonsense"]]) {
      expect((await panther("parameters", "check", ...argv)).error)
        .to.be.instanceOf(Error)
        .and.not.instanceOf(PantherError);
    }
  });

  it("looks at regions and releases where they are given, and accepts by name", async () => {
    await writeFile(
      join(folder, "bootstrap.yml"),
      "Email: arn:aws:sns:us-east-1:1:x\nBootstrapStackOnly: true\nEnableFips: true\n",
    );
    await writeFile(join(folder, "only.yml"), 'Parameters: {Email: {}, BootstrapStackOnly: {Default: "false"}}');
    const argv = [
      "parameters",
      "check",
      "--template",
      join(folder, "only.yml"),
      "--values",
      join(folder, "bootstrap.yml"),
    ];
    const { output } = await panther(
      ...argv,
      "--region",
      "cn-north-1",
      "--release",
      "v1.36.0",
      "--accept",
      "deletes-everything",
      "--json",
    );
    expect(
      JSON.parse(output).findings.map(({ severity, code }: Record<string, string>) => `${severity} ${code}`),
    ).to.deep.equal(["error parameter-of-other-release", "error wrong-partition", "warning deletes-everything"]);
    expect(output).to.contain("v1.36.0");
  });
});
