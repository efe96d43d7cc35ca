import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { withoutForeignAws } from "../../local/aws/environment.ts";
import { checkout } from "../../local/setup/places.mjs";
import { buildFault, clearFaults } from "../support/faults.ts";
import { withSecret } from "../support/madeSecret.ts";
import { type TestEnvironment, testEnvironment } from "../support/panther.ts";

async function upgradeAll({ env, projectDirectory }: TestEnvironment, ...names: readonly string[]) {
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    [`--import=${import.meta.resolve("tsx")}`, join(checkout, "examples/script/upgradeAll.ts"), ...names],
    { cwd: projectDirectory, env: { ...withoutForeignAws(process.env), ...env }, extendEnv: false, reject: false },
  );
  return { exitCode, out: stdout.split("\n").filter(Boolean), err: stderr };
}

describe("examples/script/upgradeAll.ts, on local AWS with the real engine", function () {
  this.timeout(180_000);
  let environment: TestEnvironment;
  afterEach(async () => {
    await clearFaults();
    await environment.remove();
  });

  it("upgrades what is behind, stops at the first failure, and goes on when it is run again", async () => {
    environment = await testEnvironment();
    // An upgrade looks first whether it is there.
    await withSecret(environment);
    expect((await environment.panther("deploy", "--release", "1.38.5")).code).to.equal(0);

    const unknown = await upgradeAll(environment, "test", "nowhere");
    const looked = ["test: v1.38.5 runs, v1.39.7 is wanted", "test: planned v1.38.5 → v1.39.7"];
    // Nothing moves while one of them can't.
    expect(unknown).to.deep.include({ exitCode: 1, out: looked });
    expect(unknown.err).to.match(/^nowhere: There is no /);

    await buildFault({ project: "panther-pulumi", phase: "BUILD", message: "pulumi up failed (test)", times: 1 });
    const stopped = await upgradeAll(environment);
    expect(stopped.exitCode, stopped.err).to.equal(1);
    expect(stopped.out.slice(0, 2)).to.deep.equal(looked);
    expect(stopped.out.at(-1)).to.equal("test: build failed");
    expect(stopped.err).to.include("pulumi up failed (test)").and.include("environments after it were left alone");

    const resumed = await upgradeAll(environment);
    expect(resumed).to.deep.equal({
      exitCode: 0,
      out: ["test: v1.39.7 runs, v1.39.7 is wanted", "test: build succeeded"],
      err: "",
    });
  });
});
