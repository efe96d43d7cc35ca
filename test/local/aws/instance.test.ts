import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  StartBuildCommand,
} from "@aws-sdk/client-codebuild";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { execa } from "execa";
import { enterLocalAws, withLocalAws } from "../../../local/aws/environment.ts";
import { findLocalAws, type LocalAws, startLocalAws } from "../../../local/aws/instance.ts";
import { readInstance, writeInstance } from "../../../local/aws/instanceFile.ts";
import { isAlive } from "../../../local/setup/lock.mjs";
import { localFolder } from "../../../local/setup/places.mjs";

const directory = join(localFolder(), "test", `instance-${process.pid}`);
const region = "eu-central-1";
const template = JSON.stringify({ Resources: { Queue: { Type: "AWS::SQS::Queue" } } });

describe("an instance of local AWS", () => {
  let aws: LocalAws;

  const config = (accessKeyId = "333333333333") => ({
    region,
    endpoint: aws.endpoint,
    credentials: { accessKeyId, secretAccessKey: "local" },
  });
  const formation = () => new CloudFormationClient(config());
  const start = () => startLocalAws({ directory, owner: process.pid, buildSeconds: 1, publishReleases: false });
  const created = async (StackName: string) => {
    for (;;) {
      const { Stacks = [] } = await formation().send(new DescribeStacksCommand({ StackName }));
      if (Stacks[0]?.StackStatus === "CREATE_COMPLETE") return Stacks[0];
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  before(async () => {
    mkdirSync(directory, { recursive: true });
    // What a killed instance leaves: its process is gone.
    writeInstance(directory, { pid: 2 ** 22 + 1, port: 1, endpoint: "http://127.0.0.1:1" });
    const both = await Promise.all([start(), start()]);
    aws = both[0];
    expect(both[1].endpoint).to.equal(aws.endpoint);
  });
  after(async () => {
    await aws.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("gives an environment with which clients need nothing else, whatever the user has set", async () => {
    const nowhere = "http://127.0.0.1:1";
    const foreign = {
      AWS_PROFILE: "production",
      AWS_SESSION_TOKEN: "of the user",
      AWS_ENDPOINT_URL_STS: nowhere,
      AWS_ENDPOINT_URL_CLOUDFORMATION: nowhere,
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
      AWS_USE_FIPS_ENDPOINT: "true",
      AWS_ROLE_ARN: "arn:aws:iam::444444444444:role/deployer",
      AWS_WEB_IDENTITY_TOKEN_FILE: "/nowhere",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: nowhere,
    };
    const who = { accountId: "555555555555", region };
    const script = `
      import { CloudFormationClient, ListStacksCommand } from "@aws-sdk/client-cloudformation";
      import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
      await new CloudFormationClient({}).send(new ListStacksCommand({}));
      console.log((await new STSClient({}).send(new GetCallerIdentityCommand({}))).Account);`;
    // A process of its own: the SDK remembers the profile of its first client.
    const env = withLocalAws({ ...process.env, ...foreign }, aws.endpoint, who);
    const { stdout } = await execa(process.execPath, ["--input-type=module", "-e", script], { env, extendEnv: false });
    expect(stdout).to.equal("555555555555");
    const entered = { ...process.env, ...foreign };
    enterLocalAws(entered, aws.endpoint, who);
    expect(entered).to.deep.equal(env);
  });

  it("streams large bodies through unchanged", async () => {
    const s3 = new S3Client(config());
    const Body = randomBytes(12_000_000);
    await s3.send(
      new CreateBucketCommand({ Bucket: "large", CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    await s3.send(new PutObjectCommand({ Bucket: "large", Key: "a b/ü", Body }));
    const { Body: back } = await s3.send(new GetObjectCommand({ Bucket: "large", Key: "a b/ü" }));
    expect(Buffer.compare((await back?.transformToByteArray()) ?? new Uint8Array(), Body)).to.equal(0);
  });

  it("knows the account of an assumed role's session", async () => {
    const input = { RoleArn: "arn:aws:iam::444444444444:role/deployer", RoleSessionName: "session" };
    const { Credentials } = await new STSClient(config()).send(new AssumeRoleCommand(input));
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    const client = new CloudFormationClient({ ...config(), credentials });
    const { StackId } = await client.send(new CreateStackCommand({ StackName: "assumed", TemplateBody: template }));
    expect(StackId).to.contain(":eu-central-1:444444444444:stack/assumed/");
  });

  it("keeps stacks, resources, objects and builds over a stop, at the same address, and leaves no temporary files", async () => {
    await formation().send(new CreateStackCommand({ StackName: "kept", TemplateBody: template }));
    await created("kept");
    const builds = new CodeBuildClient(config());
    const needed = {
      artifacts: { type: "NO_ARTIFACTS" as const },
      serviceRole: "arn:aws:iam::333333333333:role/build",
    };
    const environment = {
      type: "LINUX_CONTAINER" as const,
      image: "image",
      computeType: "BUILD_GENERAL1_SMALL" as const,
    };
    await builds.send(
      new CreateProjectCommand({ name: "kept", source: { type: "NO_SOURCE" }, environment, ...needed }),
    );
    const { build } = await builds.send(new StartBuildCommand({ projectName: "kept" }));
    const before = aws.endpoint;
    await aws.stop();
    expect(existsSync(join(directory, "tmp"))).to.equal(false);
    expect(await findLocalAws(directory)).to.equal(undefined);
    aws = await start();
    expect(aws.endpoint).to.equal(before);
    await created("kept");
    await new S3Client(config()).send(new HeadObjectCommand({ Bucket: "large", Key: "a b/ü" }));
    const { builds: found } = await new CodeBuildClient(config()).send(
      new BatchGetBuildsCommand({ ids: [build?.id ?? ""] }),
    );
    expect(found?.[0]?.id).to.equal(build?.id);
  });

  it("keeps its state when it is killed, and starts again", async () => {
    await formation().send(new CreateStackCommand({ StackName: "survivor", TemplateBody: template }));
    const { StackId } = await created("survivor");
    // The state is saved soon after, not before the answer.
    const file = join(directory, "state.json");
    const isSaved = () => {
      let found = false;
      const look = (_: string, value: unknown) => {
        const { name, status } = (value ?? {}) as { readonly name?: unknown; readonly status?: unknown };
        found ||= name === "survivor" && status === "CREATE_COMPLETE";
        return value;
      };
      if (existsSync(file)) JSON.parse(readFileSync(file, "utf8"), look);
      return found;
    };
    while (!isSaved()) await new Promise((resolve) => setTimeout(resolve, 20));
    const pid = readInstance(directory)?.pid ?? 0;
    process.kill(pid, "SIGKILL");
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
    aws = await start();
    expect((await created("survivor")).StackId).to.equal(StackId);
    expect(readdirSync(join(directory, "tmp"))).to.deep.equal([]);
  });

  it("takes faults and settings, and says what is wrong with one", async () => {
    const call = async (method: string, path: string, body?: unknown) => {
      const answer = await fetch(`${aws.endpoint}/_local/${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: (await answer.json()) as { error?: string }[] & { error?: string } };
    };
    expect((await call("PUT", "settings", { resourceSeconds: 0.01 })).body).to.deep.equal({
      resourceSeconds: 0.01,
      buildSeconds: 1,
      keySeconds: 2,
      bridge: "open",
      enforceIam: false,
    });
    const wrong = await call("POST", "faults", { path: "Queue", on: "creation", action: { kind: "fail" } });
    expect(wrong.status).to.equal(400);
    expect(wrong.body.error).to.match(/"create" \| "update" \| "delete".*→ at on$/s);
    await call("POST", "faults", {
      path: "Queue",
      on: "create",
      action: { kind: "fail", reason: "as told" },
      times: 1,
    });
    const { StackId } = await formation().send(
      new CreateStackCommand({ StackName: "faulty", TemplateBody: template, DisableRollback: true }),
    );
    for (;;) {
      const { Stacks = [] } = await formation().send(new DescribeStacksCommand({ StackName: StackId }));
      if (Stacks[0]?.StackStatus === "CREATE_FAILED") break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { StackEvents = [] } = await formation().send(new DescribeStackEventsCommand({ StackName: StackId }));
    const queue = StackEvents.find(
      (event) => event.LogicalResourceId === "Queue" && event.ResourceStatus === "CREATE_FAILED",
    );
    expect(queue?.ResourceStatusReason).to.equal("as told");
    await call("DELETE", "faults");
    expect((await call("GET", "faults")).body).to.deep.equal([]);
    expect((await call("GET", "nowhere")).status).to.equal(404);
  });

  it("says where its log is when it can't start", async () => {
    const blocked = join(directory, "blocked");
    mkdirSync(blocked);
    writeFileSync(join(blocked, "tmp"), "a file where a folder has to be");
    writeFileSync(join(blocked, "state.json"), "{ damaged");
    const error = await startLocalAws({ directory: blocked }).then(
      () => undefined,
      (reason: Error) => reason.message,
    );
    expect(error).to.contain(join(blocked, "local-aws.log")).and.to.contain("JSON");
  });
});
