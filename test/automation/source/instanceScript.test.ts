import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { instanceScript } from "../../../automation/source/instanceScript.ts";
import { sourceEndOf } from "../../../model/source/sourceExit.ts";
import { type SourceSettings, sourceSettings } from "../../../model/source/sourceSettings.ts";
import type { SourceWork } from "../../../model/source/sourceWork.ts";
import { environment, good } from "../../model/environment/reading.ts";
import { type FakeInstance, fakeInstance } from "../../support/instance.ts";

const wanted = {
  ...good,
  version: "v1.16.0",
  parameters: { FirstUserEmail: "a@example.com", OnboardSelf: false, LogSubscriptionPrincipals: "arn:a, arn:b" },
  sourceDeployer: { vpcId: "vpc-12345678", subnetId: "subnet-12345678" },
};

function script(
  work: SourceWork,
  values: Readonly<Record<string, unknown>> = {},
  standing: "root" | "separate" = "root",
): string {
  const read = environment({ ...wanted, ...values });
  if (!read.sourceDeployer) throw new Error("no deployer");
  return instanceScript(work, read, read.sourceDeployer, settings(work, standing, read));
}

function settings(
  work: SourceWork,
  standing: "root" | "separate",
  read: ReturnType<typeof environment>,
): SourceSettings {
  const answer = sourceSettings(work, read.version, { ...read, standing });
  if (answer.kind === "problems") throw new Error(JSON.stringify(answer.problems));
  return answer.settings;
}

describe("the script on the machine", function () {
  this.timeout(60_000);
  const machines: FakeInstance[] = [];
  const machine = async (mage?: string) => {
    const made = await fakeInstance(mage);
    machines.push(made);
    return made;
  };
  afterEach(async () => {
    for (const made of machines.splice(0)) await made.close();
  });

  it("runs setup and the target in the project's development image, without a terminal, with the role's profile", async () => {
    const { run, dockerCalls, inCheckout, home } = await machine('echo "mage $*"');
    const { code, output } = await run(script("deploy"));
    expect({ code, output }).to.deep.include({ code: 0 });
    expect(output).to.match(/mage setup\nmage deploy/);
    const [call = [], ...others] = await dockerCalls();
    expect(others).to.deep.equal([]);
    expect(call).to.not.include("-it");
    expect(call).to.include.members(["--interactive", "--rm", `${home}/panther:/code`, `${home}/aws:/panther-aws:ro`]);
    expect(call).to.include.members([
      "AWS_PROFILE=panther-deployment",
      "AWS_SDK_LOAD_CONFIG=1",
      "AWS_REGION=us-east-1",
    ]);
    expect(call.slice(-4, -1)).to.deep.equal(["pantherlabs/panther-development-pack:latest", "bash", "-c"]);
    const profile = await inCheckout("../aws/config");
    expect(profile).to.contain("role_arn = arn:aws:iam::012345678901:role/PantherDeploymentRole\n");
    expect(profile).to.contain("credential_source = Ec2InstanceMetadata\n");
  });

  it("takes no keys of the machine, and has no secret in a command line", async () => {
    const { run, dockerCalls } = await machine("env");
    const { code, output } = await run(script("deploy"));
    expect(code).to.equal(0);
    expect(output)
      .to.contain("AWS_REGION=us-east-1")
      .and.to.not.match(/AWS_ACCESS_KEY_ID=|c0ffee/);
    expect((await dockerCalls()).flat().join(" ")).to.not.match(/AKIA|c0ffee/);
    expect(script("deploy")).to.not.match(/AKIA|password|aws_secret_access_key *=/i);
  });

  it("writes root parameters where the release has them, each of the type that is there", async () => {
    const { run, inCheckout } = await machine();
    await run(script("deploy"));
    expect(parse(await inCheckout("deployments/panther_config.yml"))).to.deep.include({
      Setup: {
        FirstUser: { GivenName: "PantherUser", FamilyName: "Community", Email: "a@example.com" },
        OnboardSelf: false,
        LogSubscriptions: { PrincipalARNs: ["arn:a", "arn:b"] },
      },
      Monitoring: { CloudWatchLogRetentionDays: 365, Debug: false },
    });
  });

  it("ends before anything runs where the release's settings have no such place", async () => {
    const { run, dockerCalls } = await machine();
    const { code, output } = await run(script("deploy", { parameters: { ...wanted.parameters, VpcID: "vpc-1" } }));
    expect(sourceEndOf(code)).to.equal("configuration");
    expect(output).to.contain("has no Infra.VpcID");
    expect(await dockerCalls()).to.deep.equal([]);
  });

  it("writes the root stack's configuration with the release's own libraries", async () => {
    const { run, inCheckout } = await machine();
    expect((await run(script("master-deploy"))).code).to.equal(0);
    expect(parse(await inCheckout("deployments/root_config.yml"))).to.deep.equal({
      RootStackName: "panther-prod",
      ParameterOverrides: {
        FirstUserEmail: "a@example.com",
        OnboardSelf: "false",
        LogSubscriptionPrincipals: "arn:a, arn:b",
      },
      PipLayer: ["policyuniverse==1.3.2.2", "requests==2.23.0"],
    });
  });

  it("cleans up what another version has built", async () => {
    const { run } = await machine('echo "mage $*"');
    await run(script("deploy"));
    expect((await run(script("deploy"))).output).to.not.contain("clean");
    expect((await run(script("deploy", { version: "v1.15.3" }))).output).to.contain("mage clean setup\nmage deploy");
  });

  it("tells a teardown yes once, with the root stack's name where there is one", async () => {
    const { run } = await machine(
      '[ "$1" = setup ] || { read -r one; read -r two; echo "$1 $one $two [${STACK:-}]"; }',
    );
    expect((await run(script("teardown"))).output).to.contain("teardown yes no [panther-prod]");
    expect((await run(script("teardown", {}, "separate"))).output).to.contain("teardown yes no []");
  });

  it("says yes to nothing that a deploy asks, and gives no root stack to it: it would deploy that one alone", async () => {
    const { run } = await machine('[ "$1" = setup ] || { read -r one; echo "$1 $one [${STACK:-}]"; }');
    expect((await run(script("deploy"))).output).to.contain("deploy a@example.com []");
  });

  it("tells credentials that ran out from a failure", async () => {
    const expired = '[ "$1" = setup ] || { echo "api error ExpiredToken: The security token is expired"; exit 1; }';
    expect(sourceEndOf((await (await machine(expired)).run(script("deploy"))).code)).to.equal("credentials");
    const broken = '[ "$1" = setup ] || { echo "InvalidClientTokenId"; exit 1; }';
    expect(sourceEndOf((await (await machine(broken)).run(script("deploy"))).code)).to.equal("failed");
  });

  it("takes no exit code of the tool's for one of its own, and no word of a run that went well for a failure", async () => {
    const { run } = await machine('[ "$1" = setup ] || exit 76');
    expect((await run(script("deploy"))).code).to.equal(1);
    const well = await machine('echo "ExpiredToken: trying again"');
    expect((await well.run(script("deploy"))).code).to.equal(0);
  });

  it("does not go on when setup fails", async () => {
    const { run } = await machine('echo "mage $*"; [ "$1" != setup ]');
    const { code, output } = await run(script("deploy"));
    expect({ code, deployed: output.split("\n").includes("mage deploy") }).to.deep.equal({ code: 1, deployed: false });
  });

  it("names a tag that the repository does not have", async () => {
    const { run } = await machine();
    const { code, output } = await run(script("deploy", { version: "v1.14.0" }));
    expect(sourceEndOf(code)).to.equal("configuration");
    expect(output).to.contain("has no tag v1.14.0");
  });

  it("waits for user data, and says so where that has failed", async () => {
    const { run, home, folder, dockerCalls } = await machine();
    await rm(join(home, "ready"));
    expect(sourceEndOf((await run(script("deploy"))).code)).to.equal("not-ready");
    expect(await dockerCalls()).to.deep.equal([]);
    await writeFile(join(folder, "boots"), "");
    expect((await run(script("deploy"))).code).to.equal(0);
  });

  it("is one at a time", async () => {
    const { run, home, dockerCalls } = await machine();
    const other = spawn("flock", [join(home, "lock"), "sh", "-c", "echo held; exec sleep 60"]);
    try {
      await once(other.stdout, "data");
      expect(sourceEndOf((await run(script("deploy"))).code)).to.equal("busy");
      expect(await dockerCalls()).to.deep.equal([]);
    } finally {
      other.kill();
    }
  });

  it("leaves the lock to nobody when it is killed, and ends a container that nobody waits for", async () => {
    const { start, run, home, folder } = await machine('[ "$1" = setup ] || { touch "$HOME/at-work"; exec sleep 60; }');
    const first = await start(script("deploy"));
    try {
      while (!(await exists(join(folder, "at-work")))) await new Promise((resolve) => setTimeout(resolve, 20));
      const ended = once(first, "exit");
      first.kill("SIGKILL");
      await ended;
      expect(spawnSync("flock", ["--nonblock", join(home, "lock"), "true"]).status).to.equal(0);
    } finally {
      // What the container was.
      process.kill(-Number(first.pid), "SIGKILL");
    }
    await writeFile(join(folder, "image", "mage"), "#!/bin/bash\n");
    expect((await run(script("deploy"))).code).to.equal(0);
    const log = await readFile(join(folder, "docker.log"), "utf8");
    expect(log.indexOf("rm\n--force\npanther-source\n")).to.be.lessThan(log.lastIndexOf("run\n"));
  });

  it("gives the image that the environment names", async () => {
    const { run, dockerCalls } = await machine();
    await run(script("deploy", { sourceDeployer: { ...wanted.sourceDeployer, image: "example/pack:1.1.0" } }));
    const [call = []] = await dockerCalls();
    expect(call).to.include("example/pack:1.1.0");
    expect(call).to.not.include("pantherlabs/panther-development-pack:latest");
  });

  it("takes words of the file for words", async () => {
    const { run, folder } = await machine();
    const evil = `Example'; touch ${folder}/evil; echo '`;
    await writeFile(join(folder, "x"), "");
    await run(script("master-deploy", { parameters: { ...wanted.parameters, CompanyDisplayName: evil } }));
    expect(await exists(join(folder, "evil"))).to.equal(false);
  });

  it("holds nothing of a test target in any of its command lines", () => {
    const all = (["deploy", "master-deploy", "teardown"] as const).map((work) => script(work)).join("\n");
    expect(all).to.not.match(/test:|integration/i);
  });
});

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
