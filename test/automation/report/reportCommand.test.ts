import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { reportRun } from "../../../automation/report/reportRun.ts";
import { checkout } from "../../../local/setup/places.mjs";
import { hop, line, moved, started, step, summary, text, updateEvents } from "../../model/report/journals.ts";
import { checkOutput } from "../../support/answerSchemas.ts";
import { hostileJournal } from "./hostileRun.ts";

const older = text(
  ...[started, hop(5), step(8, "root"), ...updateEvents, step(61, "root", "updated")],
  summary(64, "done", { from: "1.36.0", to: "1.37.11" }),
);
const newer = text(started.replaceAll("run-1", "run-2"), moved(3, "root", "UPDATE_IN_PROGRESS"));

describe("panther report", function () {
  this.timeout(60_000);
  let folder: string;
  let runs: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "panther-report-"));
    runs = join(folder, ".panther", "prod", "runs");
    await mkdir(runs, { recursive: true });
    await writeFile(join(runs, "2026-11-21T12-00-00.000Z-run-1.jsonl"), older);
    await writeFile(join(runs, "2026-11-22T12-00-00.000Z-run-2.jsonl"), newer);
    await writeFile(join(runs, "notes.jsonl"), "");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const panther = async (...words: readonly string[]) => {
    const command = [`--import=${import.meta.resolve("tsx")}`, join(checkout, "automation/cli/main.ts"), "report"];
    const { exitCode, stdout, stderr } = await execa(process.execPath, [...command, ...words, "--project", folder], {
      ...{ cwd: folder, reject: false, stdin: "ignore", extendEnv: false },
      env: { PATH: process.env.PATH },
    });
    return { exitCode, stdout, stderr };
  };
  const codeOf = (environment: string, run?: string) =>
    reportRun({ environment, projectDirectory: folder, ...(run !== undefined && { run }) }).then(
      (report) => report.run,
      ({ code, message }) => `${code}: ${message}`,
    );

  it("finds the newest run, or one by the beginning of its ID", async () => {
    expect(await codeOf("prod")).to.equal("run-2");
    expect(await codeOf("prod", "run-1")).to.equal("run-1");
    expect(await codeOf("prod", "run")).to.equal('run-not-found: 2 runs of prod begin with "run": run-1, run-2.');
    expect(await codeOf("prod", "RUN")).to.equal('run-not-found: No run of prod is "RUN".');
    expect(await codeOf("dev")).to.include("run-not-found: No run of dev was made from");
    expect(await codeOf("../prod")).to.include("environment-name-invalid");
    await writeFile(join(runs, "2026-11-23T12-00-00.000Z-run-3.jsonl"), '{"time":');
    expect(await codeOf("prod")).to.include("journal-unreadable");
  });

  it("writes a page beside where it is called, for its owner's eyes, and says where", async () => {
    const { exitCode, stdout, stderr } = await panther("prod", "--run", "run-1");
    expect({ exitCode, stdout, stderr }).to.deep.equal({
      exitCode: 0,
      stdout: "",
      stderr: "Report of run run-1: report-prod-2026-11-21T12-00-00Z.html",
    });
    const file = join(folder, "report-prod-2026-11-21T12-00-00Z.html");
    expect(await readFile(file, "utf8")).to.match(/^<!doctype html>/);
    if (process.platform !== "win32") expect((await stat(file)).mode & 0o777).to.equal(0o600);
  });

  it("answers in JSON as its schema says, and refuses what is not there", async () => {
    const answers = [await panther("prod", "--json"), await panther("prod", "--run", "run-1", "--format", "json")];
    for (const { exitCode, stdout } of answers) {
      expect(exitCode).to.equal(0);
      checkOutput("report", stdout);
    }
    expect(answers.map(({ stdout }) => JSON.parse(stdout).result)).to.deep.equal(["killed", "done"]);
    expect((await panther("prod", "--run", "nowhere")).exitCode).to.equal(2);
    expect((await panther("prod", "--json", "--format", "html")).exitCode).to.equal(2);
    const unwritable = await panther("prod", "--out", join(folder, "nowhere", "report.html"));
    expect(unwritable).to.include({ exitCode: 2 });
    expect(unwritable.stderr).to.include("Name another file with --out.");
    expect(await readdir(folder)).to.deep.equal([".panther"]);
  });

  it("answers in Markdown, in which nothing of an event is markup", async () => {
    const { stdout } = await panther("prod", "--run", "run-1", "--format", "markdown");
    expect(stdout).to.include("# Run report\\: upgrade of prod").and.include("**Done**");
    expect(stdout).to.include("| ` Core › A ` | ` AWS::Lambda::Function ` | update | 18 s |");
    const quoted = [
      hostileJournal(),
      text(started, line(1, "failed", { code: "c", message: "<b>@all [a](http://x) | *b*\n# c", fix: "```x" })),
    ];
    for (const [index, journal] of quoted.entries()) {
      await writeFile(join(runs, `2026-11-24T12-00-0${index}.000Z-run-q${index}.jsonl`), journal);
      const answer = await panther("prod", "--run", `run-q${index}`, "--format", "markdown");
      // As a reader of Markdown goes: what a backslash escapes, and code with as many backticks at both ends.
      const markup = answer.stdout.replace(/\\[!-/:-@[-`{-~]|(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
      expect(markup).to.not.match(/[<[`@]|^# c/m);
      for (const row of answer.stdout.split("\n").filter((one) => one.startsWith("| ") && one.endsWith(" |"))) {
        expect(row.match(/(?<!\\)\|/g)?.length, row).to.be.within(3, 5);
      }
    }
  });
});
