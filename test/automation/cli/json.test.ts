import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { checkout } from "../../../local/setup/places.mjs";
import { blocksOfPage, checkAnswer, checkOutput } from "../../support/answerSchemas.ts";
import { eventsOf, type TestEnvironment, testEnvironment } from "../../support/panther.ts";

/** `plan`, `parameters check`, …: the words of a command line up to its first option or argument. */
function commandOf(line: string): string {
  const [, first = "", second] = line.split(" ");
  return second === "check" || first === "china" ? `${first} ${second}` : first;
}

describe("docs/json.md", () => {
  const blocks = blocksOfPage();
  const examples = blocks.flatMap(({ language, text }, index) =>
    language === "sh" ? [{ command: text, answer: blocks[index + 1]?.text ?? "" }] : [],
  );

  it("has an example of every command that answers", () => {
    expect(new Set(examples.map(({ command }) => commandOf(command)))).to.deep.equal(
      new Set([
        "plan",
        "preflight",
        "upgrade",
        "status",
        "diagnose",
        "china check",
        "china copy",
        "china transform",
        "history",
        "report",
        "releases",
        "parameters",
        "parameters check",
      ]),
    );
  });

  for (const { command, answer } of examples) {
    it(`has an example of ${command} that its schema takes`, () => {
      const answers = /upgrade|china copy/.test(command) ? answer.split("\n") : [answer];
      for (const one of answers) checkAnswer(commandOf(command), JSON.parse(one));
    });
  }

  it("has schemas that refuse what no command answers", () => {
    const notice = { type: "notice", message: "x" };
    checkAnswer("deploy", notice);
    for (const wrong of [{ ...notice, more: 1 }, { type: "notice" }, { type: "odd", message: "x" }, []]) {
      expect(() => checkAnswer("deploy", wrong)).to.throw("npm run docs");
    }
    expect(() => checkAnswer("status", [{ environment: "prod" }])).to.throw("npm run docs");
    expect(() => checkAnswer("releases", { source: null, releases: [] })).to.throw("npm run docs");
  });
});

describe("answers in JSON, without AWS", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "panther-json-"));
    await writeFile(join(folder, "root.yml"), "Parameters: {Memory: {Type: Number, MinValue: 256}}\nResources: {}");
    await writeFile(join(folder, "good.yml"), "Memory: 512");
    await writeFile(join(folder, "small.yml"), "Memory: 128");
  });
  after(() => rm(folder, { recursive: true }));

  const check = (values: string) => ["parameters", "check", "--template", "root.yml", "--values", values];
  const cases: readonly { readonly words: readonly string[]; readonly code: number }[] = [
    { words: ["releases"], code: 0 },
    { words: ["releases", "--catalog", "nowhere.json"], code: 2 },
    { words: ["parameters"], code: 0 },
    { words: ["parameters", "--role"], code: 0 },
    { words: check("good.yml"), code: 0 },
    { words: check("small.yml"), code: 2 },
    { words: check("nowhere.yml"), code: 2 },
    { words: ["plan", "--from", "1.23.5", "--to", "1.39.7", "--region", "cn-north-1"], code: 0 },
    { words: ["plan", "--from", "1.39.7", "--to", "1.36.0"], code: 2 },
    { words: ["plan"], code: 2 },
    { words: ["plan", "nowhere"], code: 2 },
    { words: ["plan", "nowhere", "--region", "us-east-1"], code: 2 },
    { words: ["status", "nowhere"], code: 2 },
    { words: ["status", "nowhere", "elsewhere"], code: 2 },
    { words: ["history", "nowhere"], code: 0 },
    { words: ["deploy", "nowhere"], code: 2 },
    { words: ["upgrade", "nowhere", "--yes"], code: 2 },
    { words: ["build", "nowhere"], code: 2 },
  ];
  for (const { words, code } of cases) {
    it(`panther ${words.join(" ")}`, async () => {
      const { exitCode, stdout } = await execa(
        process.execPath,
        [`--import=${import.meta.resolve("tsx")}`, join(checkout, "automation/cli/main.ts"), ...words, "--json"],
        { cwd: folder, env: { PATH: process.env.PATH }, extendEnv: false, reject: false, stdin: "ignore" },
      );
      expect({ exitCode, firstOf: stdout.slice(0, 1) }).to.deep.equal({
        exitCode: code,
        firstOf: ["parameters", "parameters --role", "status nowhere elsewhere"].includes(words.join(" ")) ? "[" : "{",
      });
      checkOutput(commandOf(`panther ${words.join(" ")}`), stdout);
    });
  }
});

// Deploys, upgrades, builds and drift are checked where they are tested: `panther()` looks at every line.
describe("answers in JSON, on local AWS", function () {
  this.timeout(120_000);
  let environment: TestEnvironment;
  after(() => environment.remove());

  it("takes the answers about what stands not yet, and the history of a run that was refused", async () => {
    environment = await testEnvironment();
    expect((await environment.panther("plan")).code).to.equal(0);
    expect((await environment.panther("status")).code).to.equal(0);
    expect((await environment.panther("status", "other")).code).to.equal(2);

    const refused = await environment.panther("upgrade", "--reason", "CHG-1234");
    expect({ code: refused.code, result: eventsOf(refused.events, "summary")[0]?.result }).to.deep.equal({
      code: 2,
      result: "refused",
    });
    const { stdout } = await environment.panther("history");
    expect(JSON.parse(stdout).runs).to.have.lengthOf(1);
    expect(JSON.parse(stdout).runs[0]).to.include({ command: "upgrade", result: "refused", reason: "CHG-1234" });
  });
});
