import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { instanceScript } from "../../../automation/source/instanceScript.ts";
import { userData } from "../../../components/sourceDeployer/userData.ts";
import { deployerHome } from "../../../model/source/sourceNames.ts";
import { environment, good } from "../../model/environment/reading.ts";
import { shellCheck } from "../../support/shellcheck.ts";

const none = { pantherConfig: {}, rootConfig: null, variables: {} };

/** A script that another one has in itself. */
function inner(script: string, mark: string): string {
  const text = new RegExp(`<<'${mark}'\n(.*?\n)${mark}\n`, "s").exec(script)?.[1];
  if (text === undefined) throw new Error(`There is no ${mark}.`);
  return text;
}

describe("the scripts of a machine that builds Panther", function () {
  this.timeout(180_000);

  const read = environment({
    ...good,
    version: "v1.16.0",
    sourceDeployer: { vpcId: "vpc-12345678", subnetId: "subnet-12345678" },
  });
  const onInstance = read.sourceDeployer ? instanceScript("deploy", read, read.sourceDeployer, none) : "";

  it("pass ShellCheck, those in them too", async function () {
    const found = await shellCheck();
    if (found.kind === "missing") {
      process.stdout.write(`      ShellCheck can't be had here: ${found.reason}\n`);
      return this.skip();
    }
    const scripts = [userData(60), inner(userData(60), "IDLE"), onInstance, inner(onInstance, "DOCKER")];
    for (const script of scripts) {
      const { stdout } = await execa(found.command, ["-"], { input: script, reject: false });
      expect(stdout).to.equal("");
    }
    // It would tell.
    const { exitCode } = await execa(found.command, ["-"], { input: "#!/bin/bash\nrm $x\n", reject: false });
    expect(exitCode).to.equal(1);
  });

  describe("in a folder", () => {
    let folder = "";
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "panther-user-data-"));
      await mkdir(join(folder, "commands"));
      for (const name of ["dnf", "systemctl", "docker", "pgrep"]) await fake(name, "");
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    async function fake(name: string, does: string): Promise<void> {
      const file = join(folder, "commands", name);
      await writeFile(
        file,
        `#!/bin/bash\necho "${name} $*" >>${folder}/log\n${does}\n${name === "pgrep" ? "exit 1\n" : ""}`,
      );
      await chmod(file, 0o755);
    }
    const log = () => readFile(join(folder, "log"), "utf8").catch(() => "");

    /** Everything that is elsewhere on a machine is in the folder. */
    async function run(script: string, variables: Readonly<Record<string, string>> = {}) {
      const text = script
        .replaceAll(deployerHome, join(folder, "home"))
        .replaceAll("/usr/local/sbin", join(folder, "sbin"))
        .replaceAll("/etc/systemd/system", join(folder, "units"));
      for (const name of ["sbin", "units"]) await mkdir(join(folder, name), { recursive: true });
      const env = { PATH: `${join(folder, "commands")}:${process.env.PATH}`, ...variables };
      return await execa("bash", ["-c", text], { env, extendEnv: false, all: true });
    }

    it("installs Docker and git, has the idle check run every five minutes, and says at last that it is ready", async () => {
      await run(userData(15));
      const calls = await log();
      expect(calls).to.match(
        /^dnf install --assumeyes --quiet docker git python3-pyyaml\nsystemctl enable --now docker\n/,
      );
      expect(calls).to.match(/systemctl daemon-reload\nsystemctl enable --now panther-source-idle.timer\n$/);
      expect(existsSync(join(folder, "home", "ready"))).to.equal(true);
      const unit = await readFile(join(folder, "units", "panther-source-idle.service"), "utf8");
      expect(unit).to.contain(`Environment=PANTHER_HOME=${join(folder, "home")} PANTHER_IDLE_MINUTES=15\n`);
      expect(unit).to.contain(`ExecStart=${join(folder, "sbin", "panther-source-idle")}\n`);
    });

    it("is not ready when something can't be installed", async () => {
      await fake("dnf", "exit 1");
      const failure = await run(userData(15)).catch((error: { exitCode?: number }) => error.exitCode);
      expect(failure).to.equal(1);
      expect(existsSync(join(folder, "home", "ready"))).to.equal(false);
    });

    describe("the idle check", () => {
      const home = () => join(folder, "home");
      const idle = (minutes = "0") =>
        run(inner(userData(60), "IDLE"), { PANTHER_HOME: home(), PANTHER_IDLE_MINUTES: minutes });
      const stopped = async () => (await log()).includes("systemctl poweroff");
      beforeEach(async () => {
        await mkdir(home());
        await writeFile(join(home(), "active"), "");
        await utimes(join(home(), "active"), 0, 0);
      });

      it("stops the machine when nothing was done for long", async () => {
        await idle();
        expect(await stopped()).to.equal(true);
      });

      it("leaves one alone that was just started", async () => {
        await idle("99999999");
        expect(await stopped()).to.equal(false);
      });

      it("leaves one alone on which something was done", async () => {
        await writeFile(join(home(), "active"), "");
        await utimes(join(home(), "active"), new Date(), new Date());
        await run(inner(userData(60), "IDLE"), { PANTHER_HOME: home(), PANTHER_IDLE_MINUTES: "1" });
        expect(await stopped()).to.equal(false);
      });

      it("leaves one alone with a container", async () => {
        await fake("docker", "echo 0123456789ab");
        await idle();
        expect(await stopped()).to.equal(false);
      });

      it("leaves one alone that somebody is logged in to", async () => {
        await writeFile(join(folder, "commands", "pgrep"), "#!/bin/bash\necho 1\n");
        await idle();
        expect(await stopped()).to.equal(false);
      });

      it("leaves one alone on which a command runs", async () => {
        const command = spawn("flock", [join(home(), "lock"), "sh", "-c", "echo held; exec sleep 60"]);
        try {
          await once(command.stdout, "data");
          await idle();
          expect(await stopped()).to.equal(false);
        } finally {
          command.kill();
        }
      });
    });
  });
});
