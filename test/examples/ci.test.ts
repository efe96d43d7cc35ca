import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { pantherProgram } from "../../automation/cli/program.ts";
import { checkout } from "../../local/setup/places.mjs";
import { commandPermissions, commandsWithoutAws } from "../../model/permissions/commands.ts";

interface Workflow {
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

interface Step {
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
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

  it("asks on a pull request about the role that upgrades, with a role that may only look", () => {
    const [look, upgrade] = ["look", "upgrade"].map((job) => {
      const steps = workflow.jobs[job]?.steps ?? [];
      const preflight = steps.find(({ run }) => run?.includes("-- preflight "))?.run ?? "";
      return { role: steps.flatMap((step) => step.with?.["role-to-assume"] ?? []).at(0), preflight };
    });
    expect(look?.preflight).to.match(/ --for "\$UPGRADE_ROLE"$/);
    expect(upgrade?.role).to.equal(`\${{ ${"env.UPGRADE_ROLE"} }}`);
    expect(look?.role).to.not.equal(upgrade?.role);
  });

  it("has in its README the policies of what each job runs, and of nothing else", () => {
    const rows = readFileSync(join(checkout, "examples/ci/README.md"), "utf8").matchAll(
      /^\| `PANTHER_(\w+)_ROLE` \| (.*) \|$/gm,
    );
    const told = Object.fromEntries(
      [...rows].map(([, job = "", cell = ""]) => [job.toLowerCase(), cell.replaceAll(/[`']/g, "").split(", ")]),
    );
    const ran = Object.entries(workflow.jobs).map(([job, { steps }]) => {
      const lines = steps.flatMap(({ run }) => run ?? []);
      const commands = lines.flatMap(
        (run) => /^npm run -s panther -- (\S+)|^(pulumi \w+)/.exec(run)?.slice(1, 3) ?? [],
      );
      const asking = commands.filter((one) => one !== undefined && !commandsWithoutAws.some((free) => free === one));
      // Its checks before it.
      return [job, asking.includes("upgrade") ? [...asking, "preflight"] : asking] as const;
    });
    expect(told).to.deep.equal(Object.fromEntries(ran));
    const known = commandPermissions.map(({ command }) => command);
    expect(known).to.include.members(Object.values(told).flat());
  });

  it("names the pack and its settings where they are", () => {
    const preview = runs.find((run) => run.startsWith("pulumi preview")) ?? "";
    const paths = [...preview.matchAll(/--policy-pack(?:-config)? (\S+)/g)].map(([, path = ""]) => path);
    expect(paths).to.have.length(2);
    for (const path of paths) expect(existsSync(join(checkout, path)), path).to.equal(true);
  });
});
