import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { checkout } from "../../../local/setup/places.mjs";

/** One file per rule that breaks it, and the name of that rule. */
const breaches: readonly (readonly [file: string, content: string, rule: string])[] = [
  ["model/a.ts", 'import type { C } from "../components/c.ts"; export type A = C;', "model-uses-nothing-of-ours"],
  [
    "model/b.ts",
    'import type { Output } from "@pulumi/pulumi"; export type B = Output<string>;',
    "model-knows-no-cloud",
  ],
  ["model/d.ts", 'import "node:child_process";', "model-does-nothing"],
  ["automation/a.ts", 'import "../components/c.ts";', "components-only-from-the-program"],
  ["components/d.ts", 'import "@aws-sdk/client-s3";', "components-call-no-aws"],
  ["components/e.ts", 'import "../automation/library.ts";', "automation-only-from-outside"],
  ["automation/b.ts", 'import "./cli/print.ts";', "automation-prints-nothing"],
  ["policy/a.ts", 'import "../automation/library.ts";', "policy-uses-model-alone"],
  ["local/b.ts", 'import "../policy/pack.ts";', "policy-stands-alone"],
  ["automation/c.ts", 'import "../local/demo.ts";', "nothing-needs-local"],
  ["local/a.ts", 'import "../bench/run.ts";', "nothing-needs-bench"],
  ["bench/a.ts", 'import "../test/support.ts";', "nothing-needs-tests"],
  ["automation/d.ts", 'import "chai";', "no-development-packages"],
  ["local/round.ts", 'import "./trip.ts";', "no-circles"],
  ["local/c.ts", 'import "./nowhere.ts";', "no-unresolvable"],
];

/** Allowed edges, and what the breaches above point to. */
const sound: Readonly<Record<string, string>> = {
  "index.ts": 'import "./components/c.ts"; import "./model/m.ts";',
  "model/m.ts": 'import "node:crypto"; import "semver"; import "./n.ts";',
  "model/n.ts": "export {};",
  "components/c.ts": 'import "../model/m.ts"; import "@pulumi/pulumi"; export type C = string;',
  "automation/library.ts": 'import "../model/m.ts"; import "@aws-sdk/client-s3"; import "node:fs";',
  "automation/cli/print.ts": 'import "../library.ts";',
  "policy/pack.ts": 'import "../model/m.ts";',
  "local/demo.ts": 'import "../automation/library.ts";',
  "bench/run.ts": 'import "../components/c.ts"; import "../local/demo.ts";',
  "test/support.ts":
    'import "../components/c.ts"; import "../policy/pack.ts"; import "../bench/run.ts"; import "chai";',
  "local/trip.ts": 'import "./round.ts";',
};

describe("dependency directions", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "directions-"));
    symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
    symlinkSync(join(checkout, "package.json"), join(folder, "package.json"));
    for (const [file, content] of [...Object.entries(sound), ...breaches]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), content);
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("let each breach be found by its own rule, and let what is sound pass", () => {
    const depcruise = join(checkout, "node_modules", ".bin", "depcruise");
    const rules = join(checkout, ".dependency-cruiser.cjs");
    const { stdout } = spawnSync(depcruise, ["--config", rules, "--no-progress", "--output-type", "json", "."], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 1e8,
    });
    const report: { summary: { violations: { from: string; rule: { name: string } }[] } } = JSON.parse(stdout);
    const told = report.summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`);
    const expected = breaches.map(([file, , rule]) => `${rule}: ${file}`);
    expect([...new Set(told)].sort()).to.deep.equal(
      [
        ...expected,
        // These two break a second rule as well.
        "components-only-from-the-program: model/a.ts",
        "automation-only-from-outside: policy/a.ts",
      ].sort(),
    );
  });
});
