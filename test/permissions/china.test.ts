// The same for a Panther that is split over AWS China: policies for both sides, in both partitions.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import type { Profile } from "../../local/aws/profiles.ts";
import { localFolder } from "../../local/setup/places.mjs";
import { examplePlace } from "../../model/permissions/placesOf.ts";
import type { PolicyPlace } from "../../model/permissions/statement.ts";
import { releaseBucket, roleTemplateBucket } from "../../model/release/templateUrl.ts";
import { chinaEnvironment, clientOf, type TwoSides } from "../support/china.ts";
import type { TestEnvironment } from "../support/panther.ts";
import { runPanther } from "./cli.ts";
import { enforceIam } from "./operator.ts";
import { type Permitted, permitted, sessionOf } from "./permitted.ts";

const minutes = 60_000;

describe("the policies of both sides of a split, on local AWS with IAM enforced", function () {
  this.timeout(10 * minutes);
  let environment: TestEnvironment;
  let sides: TwoSides;
  let backend: Permitted;
  let web: Permitted;
  let folder: string;

  before(async () => {
    const quickKeys = { keySettleSeconds: 2, keyOverlapMinutes: 0, keyKeepDays: 0 };
    ({ environment, sides } = await chinaEnvironment(
      // CompanyDisplayName is for the second phase then.
      { version: "v1.37.11", firstDeployParameters: undefined },
      quickKeys,
    ));
    folder = mkdtempSync(join(localFolder(), "tmp", "permissions-"));
    const inChina = `panther-releases-${sides.china.accountId}`;
    const shared = { releases: inChina, roleTemplates: inChina, ownBucket: inChina };
    backend = permitted(sides.china, "backend", { ...placeOf(sides.china, "aws-cn", "panther-test"), ...shared });
    const outside = releaseBucket(sides.web.region);
    const own = { releases: outside, roleTemplates: roleTemplateBucket, source: outside, secret: "panther/china" };
    web = permitted(sides.web, "web", { ...placeOf(sides.web, "aws", "panther-web"), ...own });
    await enforceIam(true);
  });
  after(async () => {
    await enforceIam(false);
    await environment.remove();
    sides.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const placeOf = ({ accountId: account, region }: Profile, partition: string, root: string): PolicyPlace => {
    const role = `arn:${partition}:iam::${account}:role/PantherDeploymentRole`;
    return { ...examplePlace, partition, region, account, root, buckets: `${root}-`, role, ownRole: role };
  };
  /** The environment for somebody who has the command's policy on each side that has one. */
  const as = async (command: string): Promise<TestEnvironment> => {
    const chinas = await backend.keysFor(command);
    const webs = await web.keysFor(command);
    const profiles = [
      [sides.china, chinas],
      [sides.web, webs],
    ] as const;
    const file = join(folder, sessionOf(command));
    const text = profiles.map(([{ name, region }, keys]) => {
      const lines = Object.entries(keys).map(([key, value]) => `${key.toLowerCase()} = ${value}`);
      return [`[profile ${name}]`, `region = ${region}`, ...lines].join("\n");
    });
    writeFileSync(file, text.join("\n"));
    return environment.as({ ...chinas, AWS_CONFIG_FILE: file });
  };
  const panther = async (command: string, ...args: readonly string[]): Promise<void> => {
    const { env } = await as(command);
    const { code, stdout, stderr } = await runPanther(env, [...command.split(" "), ...args]);
    expect(code, `${command}: ${stdout}${stderr}`).to.equal(command === "preflight" ? 2 : 0);
  };
  const inProject = () => ["test", "--project", environment.projectDirectory];
  const quick = () => [...inProject(), "--poll-seconds", "0.2"];
  const driving = () => [...quick(), "--yes", "--calls-per-second", "50", "--no-preflight"];

  it("deploys both sides", async () => {
    await panther("preflight", ...inProject());
    await panther("deploy", ...driving());
  });

  it("looks, copies and rotates", async () => {
    const { china, web: outside } = sides;
    const download = ["--release", "1.36.0", "--out", folder, "--source-region", outside.region];
    const upload = [
      "--bucket",
      `panther-releases-${china.accountId}`,
      "--region",
      china.region,
      "--profile",
      china.name,
    ];
    await Promise.all([
      panther("status", ...inProject()),
      panther("status --drift", ...quick()),
      panther("china check", ...quick()),
      panther("china copy", ...inProject(), "--release", "1.39.7", "--web", "--no-lint"),
      panther("china download", ...download, "--source-profile", outside.name),
    ]);
    await panther("china rotate-key", ...quick(), "--yes");
    await panther("china rotate-key", ...quick(), "--yes");
    await panther("china upload", folder, "--release", "1.36.0", "--no-lint", ...upload);
  });

  it("upgrades both sides", async () => {
    await environment.configure({ version: "v1.38.5" });
    await panther("plan", ...inProject());
    await panther("upgrade", ...driving());
  });

  it("is torn down, with the releases", async () => {
    const previewed = await (await as("pulumi preview")).pulumi("preview");
    expect(previewed.code, previewed.stdout).to.equal(0);
    // A bucket of somebody's and a log group that an earlier Panther left: a teardown looks at both.
    const outside = clientOf(sides, sides.web);
    const Bucket = `somebodys-${sides.web.accountId}`;
    const CreateBucketConfiguration = { LocationConstraint: "ap-southeast-1" } as const;
    await new S3({ ...outside, forcePathStyle: true }).createBucket({ Bucket, CreateBucketConfiguration });
    await new CloudWatchLogs(outside).createLogGroup({ logGroupName: "/aws/lambda/panther-rules-engine" });
    await panther("teardown", ...quick(), "--confirm", "test", "--delete-release-bucket", "--calls-per-second", "50");
  });

  it("was asked for all that the policies allow, and for nothing else", async () => {
    expect([...(await backend.differences()), ...(await web.differences())]).to.deep.equal([]);
  });
});
