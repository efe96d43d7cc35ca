import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Command } from "commander";
import { candidatesFor, placeholderOf } from "../../../automation/cli/completionCandidates.ts";
import { completionSource, knownPlaceholders } from "../../../automation/cli/completionSources.ts";
import { pantherProgram } from "../../../automation/cli/program.ts";
import { checkout } from "../../../local/setup/places.mjs";

const program = pantherProgram(() => undefined);
const panther = join(checkout, "automation/cli/panther.mjs");

/** What is offered at the end of a line after `panther `, by value. */
async function offered(line: string): Promise<readonly string[] | "files"> {
  const candidates = await candidatesFor(program, line.split(" "), completionSource);
  return candidates.kind === "files" ? "files" : candidates.values.map(({ value }) => value);
}

describe("completion", () => {
  let project: string;
  before(() => {
    project = mkdtempSync(join(tmpdir(), "panther completion-"));
    mkdirSync(join(project, "stacks"));
    writeFileSync(join(project, "Pulumi.yaml"), "name: panther\nruntime: nodejs\n");
    for (const name of ["prod", "preview", "staging"]) writeFileSync(join(project, `stacks/Pulumi.${name}.yaml`), "");
  });
  after(() => rmSync(project, { recursive: true }));

  it("offers commands, those below a command, and none that is hidden", async () => {
    expect(await offered("")).to.include.members(["plan", "deploy", "upgrade", "status", "completion", "help"]);
    expect(await offered("")).to.not.include("complete-words");
    expect(await offered("pr")).to.deep.equal(["preflight"]);
    expect(await offered("pl")).to.deep.equal(["plan"]);
    expect(await offered("parameters ")).to.deep.equal(["check"]);
    expect(await offered("completion ")).to.deep.equal(["bash", "zsh", "fish"]);
    expect(await offered("nonsense ")).to.deep.equal([]);
  });

  it("offers the options of a command, each once but for those that take several values", async () => {
    expect(await offered("upgrade prod --h")).to.deep.equal(["--hops", "--help"]);
    expect(await offered("upgrade prod --hops 2 --h")).to.deep.equal(["--help"]);
    expect(await offered("upgrade prod --hops=2 --h")).to.deep.equal(["--help"]);
    expect(await offered("upgrade prod --accept x --a")).to.deep.equal(["--accept"]);
    expect(await offered("parameters check --t")).to.deep.equal(["--template"]);
    // Commander's `--`: from there on nothing is an option.
    expect(await offered("upgrade -- --h")).to.deep.equal([]);
    expect(await offered("plan prod --poll")).to.deep.equal([]);
  });

  it("offers releases for every option that takes one", async () => {
    for (const option of ["upgrade prod --to", "plan --from", "deploy x --release", "upgrade x --until"]) {
      expect(await offered(`${option} v1.39`), option).to.deep.equal(["v1.39.7"]);
    }
    expect((await offered("plan --to "))[0]).to.equal("v1.39.7");
    expect(await offered("plan --to=v1.39")).to.deep.equal(["--to=v1.39.7"]);
    // As bash takes a line apart.
    expect(await offered("plan --to = v1.39")).to.deep.equal(["v1.39.7"]);
    expect((await offered("plan --to ="))[0]).to.equal("v1.39.7");
    expect(await offered("plan --nonsense=v")).to.deep.equal([]);
  });

  it("offers codes, regions and names of parameters", async () => {
    expect(await offered("plan --accept del")).to.deep.equal(["deletes-everything"]);
    expect(await offered("plan --accept deletes-everything without")).to.deep.equal(["without-effect"]);
    expect(await offered("plan --region eu-central")).to.deep.equal(["eu-central-1"]);
    expect(await offered("parameters check --secret DatadogAPIK")).to.include("DatadogAPIKey");
  });

  it("leaves names of files to the shell, and free text to people", async () => {
    for (const option of ["parameters check --template", "plan --catalog", "status --project"]) {
      expect(await offered(`${option} x`), option).to.equal("files");
    }
    expect(await offered("status --project=x")).to.equal("files");
    expect(await offered("deploy prod --reason ")).to.deep.equal([]);
  });

  it("offers the environments of the project that the line names", async () => {
    const inProject = (...words: readonly string[]) =>
      candidatesFor(program, ["status", "--project", project, ...words], completionSource);
    const values = (list: readonly string[]) => ({ kind: "values", values: list.map((value) => ({ value })) });
    expect(await inProject("p")).to.deep.equal(values(["preview", "prod"]));
    expect(await inProject("prod", "s")).to.deep.equal(values(["staging"]));
    expect(await offered("status --project /nowhere ")).to.deep.equal([]);
  });

  it("knows what to offer for each value that a command takes, or that it is free text", () => {
    const freeText = [
      "seconds",
      "text",
      "s3 url",
      "number",
      "minutes",
      "bucket",
      "profile",
      "pattern",
      "name",
      "n",
      "resources",
      "words",
      "stack",
      "id",
      "arn",
      "groups",
    ];
    const placeholders = (command: Command): readonly string[] => [
      ...command.options
        .filter(({ required, optional, argChoices }) => (required || optional) && !argChoices)
        .map(placeholderOf),
      ...command.registeredArguments.filter(({ argChoices }) => !argChoices).map(placeholderOf),
      ...command.commands.flatMap(placeholders),
    ];
    for (const placeholder of placeholders(program)) {
      expect([...knownPlaceholders, ...freeText], `<${placeholder}>`).to.include(placeholder);
    }
  });

  it("waits for neither AWS's SDK nor Pulumi's", () => {
    const list = `import Module from "node:module";
      process.on("exit", () => console.log(JSON.stringify(Object.keys(Module._cache))));`;
    const { stdout } = spawnSync(
      process.execPath,
      [`--import=data:text/javascript,${encodeURIComponent(list)}`, panther, "complete-words", "--", "status", "d"],
      { encoding: "utf8" },
    );
    const [kind, ...rest] = stdout.trimEnd().split("\n");
    const loaded = JSON.parse(rest.at(-1) ?? "") as readonly string[];
    expect(kind).to.equal("values");
    expect(loaded.some((file) => file.includes("node_modules/commander/"))).to.equal(true);
    expect(loaded.filter((file) => /@aws-sdk|@smithy|@pulumi/.test(file))).to.deep.equal([]);
  });

  const shellsOf: Readonly<Record<string, (words: readonly string[]) => readonly string[]>> = {
    bash: (words) => {
      const line = ["panther", ...words].map(quoted).join(" ");
      return [
        "--norc",
        "--noprofile",
        "-c",
        `source <(${quoted(process.execPath)} ${quoted(panther)} completion bash)
         complete -p panther >/dev/null || exit 1
         COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _panther; printf '%s\\n' "\${COMPREPLY[@]}"`,
      ];
    },
    // Its completion proper needs a terminal: what it would be given is printed instead.
    zsh: (words) => [
      "-f",
      "-c",
      `compdef() { : }; _files() { : }
       _describe() { print -rl -- "\${\${(P)3}[@]%%:*}" }
       source <(${quoted(process.execPath)} ${quoted(panther)} completion zsh)
       words=(${["panther", ...words].map(quoted).join(" ")}); CURRENT=${words.length + 1}; _panther`,
    ],
    fish: (words) => [
      "--no-config",
      "-c",
      `${quoted(process.execPath)} ${quoted(panther)} completion fish | source
       complete -C ${quoted(["panther", ...words.map((word) => word.replaceAll(" ", "\\ "))].join(" "))}`,
    ],
  };
  for (const [shell, argumentsFor] of Object.entries(shellsOf)) {
    describe(`in ${shell}`, function () {
      this.timeout(120_000);
      before(function () {
        if (spawnSync(shell, ["--version"]).error) {
          // Not every machine has all three; their scripts are a dozen lines each.
          this.test?.parent?.tests.forEach((test) => {
            test.title += ` (${shell} is not installed)`;
          });
          this.skip();
        }
      });
      const inShell = (...words: readonly string[]) => {
        const { stdout, stderr, status } = spawnSync(shell, argumentsFor(words), { encoding: "utf8" });
        expect({ stderr, status }).to.deep.equal({ stderr: "", status: 0 });
        return stdout
          .split("\n")
          .filter(Boolean)
          .map((line) => line.split("\t")[0]);
      };

      it("completes commands, options, environments and releases", () => {
        expect(inShell("pl")).to.deep.equal(["plan"]);
        expect(inShell("upgrade", "prod", "--h")).to.have.members(["--hops", "--help"]);
        expect(inShell("status", "--project", project, "p")).to.have.members(["preview", "prod"]);
        expect(inShell("upgrade", "prod", "--to", "v1.39")).to.deep.equal(["v1.39.7"]);
        expect(inShell("history", "--project", project, "nothing")).to.deep.equal([]);
      });
    });
  }
});

function quoted(word: string): string {
  return `'${word}'`;
}
