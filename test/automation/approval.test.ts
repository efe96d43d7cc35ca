import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { realTiming, type Timing, upgrade } from "../../automation/index.ts";
import { withoutForeignAws } from "../../local/aws/environment.ts";
import { checkout } from "../../local/setup/places.mjs";
import { withSecret } from "../support/madeSecret.ts";
import {
  asCallerOf,
  changeInConsole,
  cloudFormationOf,
  eventsOf,
  lastEvents,
  type TestEnvironment,
  testEnvironment,
} from "../support/panther.ts";

const minutes = 60_000;

/** A terminal, and the exit code of what ran in it. */
const inTerminal = ["import os, pty, sys", "sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"].join("\n");

// One environment, in the order in which somebody walks it up.
describe("what a person is asked, and how far an upgrade goes", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;

  before(async () => {
    environment = await testEnvironment();
    await withSecret(environment);
    const deployed = await environment.panther("deploy", "--release", "1.35.7");
    expect(deployed.code, deployed.stdout).to.equal(0);
  });
  after(() => environment?.remove());

  const file = () => join(environment.projectDirectory, "stacks", "Pulumi.test.yaml");
  const words = (command: string, ...args: readonly string[]) => [
    ...environment.commandLine,
    command,
    "test",
    "--project",
    environment.projectDirectory,
    ...args,
  ];
  const options = () => ({
    cwd: checkout,
    env: { ...withoutForeignAws(process.env), ...environment.env, COLUMNS: "80" },
    extendEnv: false,
    reject: false as const,
  });

  /** Runs the command on a terminal, and types the answer when it asks. */
  async function answering(answer: string, command: string, ...args: readonly string[]) {
    const child = execa("python3", ["-c", inTerminal, process.execPath, ...words(command, ...args)], {
      ...options(),
      stdin: "pipe",
    });
    let screen = "";
    let answered = false;
    child.stdout.on("data", (chunk: Buffer) => {
      screen += chunk.toString();
      if (answered || !screen.includes("[y/N]")) return;
      answered = true;
      child.stdin.write(answer);
    });
    const { exitCode } = await child;
    return { code: exitCode, screen };
  }

  async function version(): Promise<string | undefined> {
    const { stdout } = await environment.panther("status");
    return (JSON.parse(stdout) as { readonly running?: { readonly version: string } }).running?.version;
  }

  it("without a terminal and without --yes nothing is looked at", async () => {
    for (const command of ["deploy", "upgrade"]) {
      const { exitCode, stdout } = await execa(process.execPath, words(command, "--json"), options());
      const [failed, summary, ...rest] = stdout.split("\n").map((line) => JSON.parse(line));
      expect(exitCode).to.equal(2);
      expect(failed).to.include({ type: "failed", code: "approval-missing" });
      expect(failed.fix).to.include("--yes");
      expect(summary).to.include({ type: "summary", result: "refused" });
      expect(rest).to.deep.equal([]);
    }
  });

  it("shows place, hops, what it may do and what the file changes; anything but yes changes nothing", async () => {
    const before = await lastEvents(environment);
    for (const [answer, code] of [
      ["n\r", 2],
      ["\r", 2],
      ["\u0003", 130],
    ] as const) {
      const refused = await answering(answer, "upgrade", "--hops", "1");
      expect(refused.code, refused.screen).to.equal(code);
      const place = `test (account ${environment.accountId}, us-east-1)`;
      expect(refused.screen).to.include(`Upgrade ${place} to v1.36.0? [y/N]`);
      for (const shown of [
        "v1.35.7 (known by",
        "│ 3   │ v1.37.11",
        "CAPABILITY_NAMED_IAM",
        "after v1.36.0",
        "Preflight 0 failure",
      ])
        expect(refused.screen).to.include(shown);
    }
    expect(await lastEvents(environment)).to.deep.equal(before);
  });

  it("makes as many hops as it is told, on a yes", async () => {
    const walked = await answering("y\r", "upgrade", "--hops", "1");
    expect(walked.code, walked.screen).to.equal(0);
    expect(await version()).to.equal("1.36.0");
  });

  it("pauses between two hops, and ends after the release that it is told", async () => {
    const hour = 3_600_000;
    const paused: string[] = [];
    const real = realTiming(200);
    const timing: Timing = {
      ...real,
      async sleep(milliseconds, signal) {
        if (milliseconds !== hour) return await real.sleep(milliseconds, signal);
        paused.push((await version()) ?? "nothing");
      },
    };
    const { projectDirectory } = environment;
    const summary = await asCallerOf(environment, () =>
      upgrade({
        environment: "test",
        projectDirectory,
        timing,
        until: "1.38",
        pauseMilliseconds: hour,
        preflight: false,
      }),
    );
    expect(summary).to.include({ from: "1.36.0", to: "1.39.7", hops: 2, result: "done" });
    expect(paused).to.deep.equal(["1.37.11"]);
  });

  it("refuses a limit that is not on the way", async () => {
    const refused = await environment.panther("upgrade", "--until", "1.37");
    expect(refused.code).to.equal(2);
    const [failed] = eventsOf(refused.events, "failed");
    expect(failed).to.include({ code: "limit-not-on-the-way" });
    expect(failed?.message).to.include("the way is v1.39.7");
    for (const bad of [
      ["--hops", "0"],
      ["--hops", "1.5"],
      ["--pause", "-1"],
    ])
      expect((await environment.panther("upgrade", ...bad)).code).to.equal(2);
  });

  it("writes the release of --to into the file once the plan is approved, and comments stay", async () => {
    await environment.configure({ version: "v1.38.5" });
    const text = await readFile(file(), "utf8");
    await writeFile(file(), `# chosen by the security team\n${text}`);
    const refused = await answering("n\r", "upgrade", "--to", "v1.39.7");
    expect(refused.code).to.equal(2);
    expect(await readFile(file(), "utf8")).to.include("v1.38.5");
    const upgraded = await environment.panther("upgrade", "--to", "1.39.7");
    expect(upgraded.code, upgraded.stdout).to.equal(0);
    expect(eventsOf(upgraded.events, "summary")[0]).to.deep.include({ from: "1.38.5", to: "1.39.7", hops: 1 });
    expect(await readFile(file(), "utf8"))
      .to.match(/^# chosen by the security team\n/)
      .and.include("v1.39.7")
      .and.not.include("v1.38.5");
  });

  it("says what a deploy changes of what somebody changed in the console, and puts it back", async () => {
    await changeInConsole(environment, "CompanyDisplayName", "Changed in the console");
    const deployed = await environment.panther("deploy");
    expect(deployed.code, deployed.stdout).to.equal(0);
    const settings = eventsOf(deployed.events, "planned")[0]?.plan.settings;
    expect(settings?.parameters.map(({ name }) => name)).to.deep.equal(["CompanyDisplayName"]);
    const { Stacks: [root] = [] } = await cloudFormationOf(environment).describeStacks({ StackName: "panther-test" });
    const now = root?.Parameters?.find(({ ParameterKey }) => ParameterKey === "CompanyDisplayName");
    expect(now?.ParameterValue).to.equal("Example Security");
    const again = await environment.panther("deploy");
    expect(eventsOf(again.events, "planned")[0]?.plan.settings?.parameters).to.deep.equal([]);
  });
});
