import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { Command } from "commander";
import type { RunProgram } from "../../../automation/china/lintForChina.ts";
import { type TransformFolderRequest, transformFolder } from "../../../automation/china/transformFolder.ts";
import { addChinaTransformCommand } from "../../../automation/cli/chinaTransformCommand.ts";
import { releaseObjects, roleObjects } from "../../../local/releases/releases.ts";
import type { PantherError } from "../../../model/error.ts";
import { checkAnswer } from "../../support/answerSchemas.ts";

const rootKey = "v1.39.7/panther.yml";
const roleKey = "panther-deployment-role/v1.39.7/template.yml";

describe("a release in a folder", () => {
  let folder: string;
  let out: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "panther-transform-"));
    const role = roleObjects().filter(({ key }) => key === roleKey);
    for (const { key, body } of [...releaseObjects("1.39.7", "us-west-1"), ...role]) await put(folder, key, body);
  });
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), "panther-transformed-"));
  });
  afterEach(() => rm(out, { recursive: true }));
  after(() => rm(folder, { recursive: true }));

  const request = (more: Partial<TransformFolderRequest> = {}): TransformFolderRequest => ({
    folder,
    bucket: "example-panther-releases",
    region: "cn-north-1",
    lint: null,
    signal: new AbortController().signal,
    ...more,
  });

  it("is written with all that it needs, and comes out the same the second time", async () => {
    const first = await transformFolder(request({ out }));
    expect(first.kind).to.equal("transformed");
    if (first.kind !== "transformed") return;
    const keys = [...first.templates.map(({ key }) => key), ...first.assets];
    expect(await filesIn(out)).to.have.members(keys);
    expect(keys).to.include.members([rootKey, roleKey]);
    for (const key of first.assets) {
      expect(await readFile(join(out, key))).to.deep.equal(await readFile(join(folder, key)));
    }
    const again = await mkdtemp(join(tmpdir(), "panther-transformed-"));
    try {
      const second = await transformFolder(request({ folder: out, out: again }));
      expect(second.kind === "transformed" && second.templates.filter(({ diff }) => diff !== "")).to.deep.equal([]);
      expect(await filesIn(again)).to.have.members(keys);
      for (const key of keys) expect(await readFile(join(again, key))).to.deep.equal(await readFile(join(out, key)));
    } finally {
      await rm(again, { recursive: true });
    }
  });

  it("is only compared when nothing is to be written", async () => {
    const answer = await transformFolder(request());
    const root = answer.kind === "transformed" ? answer.templates.find(({ key }) => key === rootKey) : undefined;
    expect(root?.diff).to.include("-  Web:\n").and.to.include(`+++ ${rootKey}`);
    expect(root?.diff).to.match(
      /^\+ {6}TemplateURL: https:\/\/example-panther-releases\.s3\.cn-north-1\.amazonaws\.com\.cn\//m,
    );
  });

  it("is refused when an object is not there, and nothing is written", async () => {
    const whole = await transformFolder(request());
    const [key = ""] = whole.kind === "transformed" ? whole.assets : [];
    const body = await readFile(join(folder, key));
    await rm(join(folder, key));
    try {
      const answer = await transformFolder(request({ out }));
      expect(answer.kind === "refused" && answer.problems.map(({ message }) => message)).to.deep.equal([
        `The folder has no ${key}, which it needs.`,
      ]);
      expect(await filesIn(out)).to.deep.equal([]);
    } finally {
      await put(folder, key, body);
    }
  });

  const finding = (side: string, level = "Error") => ({
    Filename: `/tmp/x/${side}-0.yml`,
    Level: level,
    Message: "Resource type is not there",
    Rule: { Id: "E3006" },
    Location: { Path: ["Resources", "A", "Type"] },
  });
  const lint =
    (after: unknown, before: unknown): RunProgram =>
    async (_program, args) =>
      JSON.stringify(args.some((argument) => argument.includes("/after-")) ? after : before);

  it("is refused for what cfn-lint finds in China alone", async () => {
    const asked: (readonly string[])[] = [];
    const run: RunProgram = async (program, args, signal) => {
      asked.push([program, ...args.slice(0, 4)]);
      return lint([finding("after")], [finding("before", "Warning")])(program, args, signal);
    };
    const answer = await transformFolder(request({ out, lint: run }));
    expect(
      answer.kind === "refused" && answer.problems.map(({ place, message }) => `${place} ${message}`),
    ).to.deep.equal(["Resources/A/Type cfn-lint E3006: Resource type is not there"]);
    expect(await filesIn(out)).to.deep.equal([]);
    expect(asked).to.deep.equal([
      ["cfn-lint", "--format", "json", "--regions", "cn-north-1"],
      ["cfn-lint", "--format", "json", "--regions", "us-west-1"],
    ]);
  });

  it("is not refused for what cfn-lint finds in it anyway, or when there is none", async () => {
    const outcomes = [
      lint([finding("after")], [finding("before")]),
      async () => {
        throw Object.assign(new Error("spawn cfn-lint ENOENT"), { code: "ENOENT" });
      },
      async () => "Traceback",
    ];
    const kinds = [];
    for (const run of outcomes) {
      const answer = await transformFolder(request({ lint: run }));
      kinds.push(answer.kind === "transformed" && answer.lint);
    }
    expect(kinds[0]).to.deep.equal({ kind: "linted", findings: [] });
    expect(kinds[1]).to.deep.equal({ kind: "unavailable", reason: "cfn-lint is not installed" });
    expect(kinds[2]).to.have.property("kind", "unavailable");
  });

  const codeOf = (asked: TransformFolderRequest) =>
    transformFolder(asked).then(
      () => "none",
      (error: PantherError) => error.code,
    );

  it("says what is wrong with what it was asked for", async () => {
    expect(await codeOf(request({ region: "eu-west-1" }))).to.equal("region-not-in-china");
    expect(await codeOf(request({ folder: out }))).to.equal("folder-without-release");
    expect(await codeOf(request({ folder: join(out, "nowhere") }))).to.equal("folder-without-release");
    expect(await codeOf(request({ out: folder }))).to.equal("folder-unwritable");
    expect(await codeOf(request({ out: join(folder, rootKey) }))).to.equal("folder-unwritable");
    await put(out, rootKey, "Resources: {A: {Type: 'AWS::SNS::Topic'}}");
    expect(await codeOf(request({ folder: out }))).to.equal("source-bucket-unknown");
    expect(await codeOf(request({ folder: out, sourceBucket: "mirror" }))).to.equal("none");
  });

  it("stops when it is told to", async () => {
    const aborted = AbortSignal.abort(new Error("told to"));
    expect(await transformFolder(request({ signal: aborted })).catch(({ message }: Error) => message)).to.equal(
      "told to",
    );
  });

  /** Runs `panther china transform …` in this process. */
  async function command(
    from: string,
    ...argv: readonly string[]
  ): Promise<{ readonly code: number; readonly output: string }> {
    const written: string[] = [];
    let code = -1;
    const china = new Command("china").exitOverride().configureOutput({ writeErr: () => undefined });
    addChinaTransformCommand(china, (exitCode) => {
      code = exitCode;
    });
    const { write } = process.stdout;
    process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
    try {
      await china.parseAsync(["transform", from, "--bucket", "b", "--region", "cn-north-1", "--no-lint", ...argv], {
        from: "user",
      });
    } finally {
      process.stdout.write = write;
    }
    return { code, output: written.join("") };
  }

  it("is transformed on the command line, for people and for scripts", async () => {
    const people = await command(folder, "--out", out);
    expect(people.code).to.equal(0);
    expect(people.output).to.match(/^✓ 12 templates, 8 of them changed, and \d+ other objects in\s+\/\S+\n/);
    expect(people.output).to.include("Bootstrap: Outputs.UserPoolId\n");
    const scripts = await command(folder, "--dry-run", "--json");
    checkAnswer("china transform", JSON.parse(scripts.output));
    expect((await command(folder, "--dry-run")).output).to.match(/^# {1,2}cfn-lint: .*\n--- /);
    const nothing = await command(folder, "--json");
    expect(nothing.code).to.equal(2);
    checkAnswer("china transform", JSON.parse(nothing.output));
    expect(JSON.parse(nothing.output)).to.include({ kind: "failed", code: "out-missing" });
  });

  it("is refused on the command line with the chain that led there", async () => {
    const table =
      "Resources:\n  Pool: {Type: 'AWS::Cognito::UserPool'}\n  Table: {Type: 'AWS::DynamoDB::Table', Properties: {TableName: !Ref Pool}}\n";
    await put(out, rootKey, table);
    const { code, output } = await command(out, "--source-bucket", "mirror", "--dry-run");
    expect(code).to.equal(2);
    expect(output).to.include(`${rootKey}: Resources.Table.Properties.TableName\n`);
    expect(output).to.include("    ← AWS::Cognito::UserPool: Cognito user pools are not available in AWS China\n");
  });
});

async function put(folder: string, key: string, body: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, key)), { recursive: true });
  await writeFile(join(folder, key), body);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
}
