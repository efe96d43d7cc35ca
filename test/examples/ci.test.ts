import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { pantherProgram } from "../../automation/cli/program.ts";
import { checkout } from "../../local/setup/places.mjs";

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

describe("examples/ci/panther.yml", () => {
  const workflow: Workflow = parse(readFileSync(join(checkout, "examples/ci/panther.yml"), "utf8"));
  const runs = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

  it("calls commands and options that there are", () => {
    const called = runs.flatMap((run) => /^npm run -s panther -- (\S+) (.*)$/.exec(run)?.slice(1, 3) ?? []);
    expect(called.filter((_, index) => index % 2 === 0)).to.include.members(["plan", "preflight", "upgrade"]);
    const { commands } = pantherProgram(() => {});
    for (let at = 0; at < called.length; at += 2) {
      const command = commands.find((known) => known.name() === called[at]);
      const flags = command?.options.flatMap(({ long }) => long ?? []) ?? [];
      expect(flags, `${called[at]} ${called[at + 1]}`).to.include.members(called[at + 1]?.match(/--\w[\w-]*/g) ?? []);
    }
  });

  it("names the pack and its settings where they are", () => {
    const preview = runs.find((run) => run.startsWith("pulumi preview")) ?? "";
    const paths = [...preview.matchAll(/--policy-pack(?:-config)? (\S+)/g)].map(([, path = ""]) => path);
    expect(paths).to.have.length(2);
    for (const path of paths) expect(existsSync(join(checkout, path)), path).to.equal(true);
  });
});
