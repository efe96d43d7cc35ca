import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { withoutForeignAws } from "../../local/aws/environment.ts";
import { findLocalAws } from "../../local/aws/instance.ts";
import { checkout, localFolder } from "../../local/setup/places.mjs";

const directory = join(localFolder(), "test", `cli-${process.pid}`);
const cli = [process.execPath, "--import", "tsx", "local/cli.ts"] as const;
const env: NodeJS.ProcessEnv = { ...withoutForeignAws(process.env), PANTHER_LOCAL_DIR: directory };

/** What a user has set who works with AWS, too. */
const foreign = { AWS_PROFILE: "production", AWS_ENDPOINT_URL_CLOUDFORMATION: "http://127.0.0.1:1" };

/** Creates a stack with nothing but the shell's environment and prints its account and its queue's reasons. */
const client = `
import { CloudFormationClient, CreateStackCommand, DescribeStackEventsCommand, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
const formation = new CloudFormationClient({});
const TemplateBody = JSON.stringify({ Resources: { Queue: { Type: "AWS::SQS::Queue" } } });
const { StackId: StackName } = await formation.send(
  new CreateStackCommand({ StackName: process.argv[1], TemplateBody, OnFailure: "DO_NOTHING" }),
);
const status = async () => (await formation.send(new DescribeStacksCommand({ StackName }))).Stacks[0].StackStatus;
while ((await status()).endsWith("_IN_PROGRESS")) await new Promise((resolve) => setTimeout(resolve, 20));
const { StackEvents } = await formation.send(new DescribeStackEventsCommand({ StackName }));
const failed = StackEvents.find((event) => event.ResourceStatus === "CREATE_FAILED" && event.LogicalResourceId === "Queue");
console.log(StackName.split(":")[3], StackName.split(":")[4], await status(), failed?.ResourceStatusReason);
`;

describe("npm run local", () => {
  const run = async (...args: readonly string[]) => {
    const [node, ...before] = cli;
    const options = { cwd: checkout, env, extendEnv: false, reject: false } as const;
    const { exitCode, stdout, stderr } = await execa(node, [...before, ...args], options);
    return { code: exitCode, stdout, stderr };
  };
  /** A stack's end, as a client sees it in a shell that has evaluated `env`. */
  const inShell = async (
    command: string,
    more: Readonly<Record<string, string>> = {},
    who = "--account 222222222222 --region eu-west-1",
  ) => {
    const script = `eval "$(PATH=/of/npm:"$PATH" ${cli.join(" ")} env ${who})" && ${command}`;
    return (
      await execa("sh", ["-c", script], { cwd: checkout, env: { ...env, ...more, CLIENT: client }, extendEnv: false })
    ).stdout;
  };
  const createStack = (name: string) =>
    inShell(`"${process.execPath}" --input-type=module -e "$CLIENT" ${name}`, foreign);

  before(() => mkdirSync(directory, { recursive: true }));
  after(async () => {
    await (await findLocalAws(join(directory, "aws")))?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("says that nothing runs before the start, and with exit code 2 what is wrong with a command", async () => {
    expect(await run("status")).to.include({ code: 1, stdout: "Local AWS is not running" });
    expect((await run("stop")).code).to.equal(0);
    const faults = await run("faults");
    expect([faults.code, faults.stderr]).to.deep.equal([
      1,
      "Local AWS is not running. Start it with: npm run local -- start",
    ]);
    expect((await run("fail", "Queue", "--on", "creation")).code).to.equal(2);
    expect((await run("start", "--resource-seconds", "-1")).code).to.equal(2);
    expect((await run("begin")).code).to.equal(2);
    expect(await findLocalAws(join(directory, "aws"))).to.equal(undefined);
  });

  it("starts, takes settings while it runs, and says where", async () => {
    const started = await run("start", "--build-seconds", "3");
    expect(started.stdout).to.match(/^Local AWS started at http:\/\/127\.0\.0\.1:\d+$/);
    expect((await run("start", "--resource-seconds", "0.1")).stdout).to.equal(
      started.stdout.replace("started at", "runs at"),
    );
    const status = await run("status");
    expect(status.code).to.equal(0);
    expect(status.stdout).to.equal(
      [
        started.stdout.replace("started at", "runs at"),
        `State: ${join(directory, "aws")}`,
        "Resources take at least 0.1 s, builds 3 s",
        "Everybody may do everything",
      ].join("\n"),
    );
  });

  it("sets a shell up in which clients use it, whatever was set before, and leaves the shell's PATH in place", async () => {
    expect(await createStack("shell")).to.equal("eu-west-1 222222222222 CREATE_COMPLETE undefined");
    const [path, profile, pulumi] = (await inShell('echo "$PATH|$AWS_PROFILE|$PULUMI_HOME"', foreign)).split("|");
    expect(path).to.equal(`${join(directory, "bin")}:${env.PATH}`);
    expect([profile, pulumi]).to.deep.equal(["", join(directory, "pulumi-home")]);
  });

  it("gives that shell a profile for each side of a split over China", async () => {
    const script = `
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
for (const [profile, region] of [["panther-china", "cn-north-1"], ["panther-web", "ap-southeast-1"]])
  console.log((await new STSClient({ profile, region }).send(new GetCallerIdentityCommand({}))).Arn);`;
    const command = `"${process.execPath}" --input-type=module -e "$SCRIPT"`;
    const identities = await inShell(command, { SCRIPT: script });
    expect(identities.split("\n")).to.deep.equal([
      "arn:aws-cn:iam::861111111111:user/administrator",
      "arn:aws:iam::222222222222:user/administrator",
    ]);
    const keys = { AWS_ACCESS_KEY_ID: "of the user", AWS_SECRET_ACCESS_KEY: "of the user" };
    const own = 'echo "$AWS_PROFILE|$AWS_REGION|$AWS_ACCESS_KEY_ID|$AWS_SECRET_ACCESS_KEY"';
    expect(await inShell(own, keys, "--profile panther-web")).to.equal("panther-web|ap-southeast-1||");
  });

  it("changes how the bridge in China behaves", async () => {
    const changed = await run("bridge", "--mode", "recordal-missing", "--key-seconds", "0.5");
    expect(changed.stdout).to.equal("The bridge is recordal-missing; a key opens it after 0.5 s");
    expect((await run("bridge", "--mode", "closed")).code).to.equal(2);
    expect((await run("bridge")).stdout).to.equal(changed.stdout);
  });

  it("lets no Panther have been in use where none stands", async () => {
    const used = await run("use", "--account", "222222222222", "--region", "eu-west-1");
    expect([used.code, used.stdout]).to.deep.equal([1, "No Panther stands in 222222222222, eu-west-1"]);
    expect((await run("use", "--objects", "some")).code).to.equal(2);
  });

  it("makes resources fail, lists and clears what it was told", async () => {
    expect((await run("fail", "Queue", "--reason", "it's as told")).stdout).to.equal("Set for Queue on create");
    // An update that is undone is an update, too.
    expect((await run("fail", "Other", "--on", "rollback")).code).to.equal(0);
    await run("fail-build", "--project", "p");
    const listed = (await run("faults")).stdout.split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(listed.map(({ path, project, on, phase }) => [path ?? project, on, phase])).to.deep.equal([
      ["Queue", "create", undefined],
      ["Other", "update", "rollback"],
      ["p", undefined, "BUILD"],
    ]);
    expect(await createStack("failing")).to.equal("eu-west-1 222222222222 CREATE_FAILED it's as told");
    expect((await run("clear-faults")).stdout).to.equal("No faults");
    expect((await run("faults")).stdout).to.equal("");
    expect(await createStack("working")).to.contain("CREATE_COMPLETE");
  });

  it("forgets everything on reset, at the same address, and stops", async () => {
    const before = await findLocalAws(join(directory, "aws"));
    expect((await run("reset")).stdout).to.equal("Local AWS is as new");
    expect((await findLocalAws(join(directory, "aws")))?.endpoint).to.equal(before?.endpoint);
    expect(await createStack("shell")).to.contain("CREATE_COMPLETE");
    expect((await run("stop")).stdout).to.equal("Local AWS stopped");
    expect((await run("status")).code).to.equal(1);
    expect(existsSync(join(directory, "aws", "instance.json"))).to.equal(false);
  });
});
