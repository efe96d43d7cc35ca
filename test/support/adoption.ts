import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { DriverEvent } from "../../automation/index.ts";
import { withoutForeignAws } from "../../local/aws/environment.ts";
import { checkout } from "../../local/setup/places.mjs";
import { checkOutput } from "./answerSchemas.ts";
import { bundle } from "./bundle.ts";
import type { Ended, TestEnvironment } from "./panther.ts";

/** Where the environment's file is, or was. */
export function fileOf({ projectDirectory }: TestEnvironment): string {
  return join(projectDirectory, "stacks", "Pulumi.test.yaml");
}

export function textOf(environment: TestEnvironment): Promise<string> {
  return readFile(fileOf(environment), "utf8");
}

/** Has Pulumi forget the environment, as when its state is lost; the file stays. */
export async function loseState(environment: TestEnvironment): Promise<void> {
  const lost = await environment.pulumi("stack", "rm", "--force", "--yes", "--preserve-config");
  if (lost.code !== 0) throw new Error(lost.stderr);
}

/** Deletes Pulumi's state itself, as when a bucket or a disk is gone. */
export function deleteState({ projectDirectory }: TestEnvironment): Promise<void> {
  return rm(join(projectDirectory, "state", ".pulumi"), { recursive: true });
}

export function removeFile(environment: TestEnvironment): Promise<void> {
  return rm(fileOf(environment), { force: true });
}

/** All files of an environment's project, Pulumi's state with its history and the journals among them, that hold a text. */
export async function filesWith({ projectDirectory }: TestEnvironment, text: string): Promise<readonly string[]> {
  const entries = await readdir(projectDirectory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const holding = await Promise.all(files.map(async (file) => (await readFile(file)).includes(text)));
  return files.filter((_, index) => holding[index]);
}

/** Runs `panther adopt test --stack panther-test --json …` without a terminal, with these secrets on standard input. */
export function adopt(
  environment: TestEnvironment,
  secrets: string | undefined,
  ...args: readonly string[]
): Promise<Ended & { readonly events: readonly DriverEvent[] }> {
  return adoptUntil(undefined, environment, secrets, ...args);
}

/** As {@link adopt}, killed as soon as its output has a text. */
export async function adoptUntil(
  killAt: string | undefined,
  { projectDirectory, env }: TestEnvironment,
  secrets: string | undefined,
  ...args: readonly string[]
): Promise<Ended & { readonly events: readonly DriverEvent[] }> {
  const { commandLine } = await bundle();
  const words = ["adopt", "test", "--json", "--project", projectDirectory];
  const stack = args.includes("--stack") ? [] : ["--stack", "panther-test"];
  const fd = secrets === undefined ? [] : ["--secrets-fd", "0"];
  const child = execa(process.execPath, [commandLine, ...words, ...stack, ...fd, ...args], {
    cwd: checkout,
    env: { ...withoutForeignAws(process.env), ...env },
    extendEnv: false,
    reject: false,
    ...(secrets === undefined ? { stdin: "ignore" } : { input: secrets }),
  });
  child.stdout.on("data", (chunk: Buffer) => {
    if (killAt !== undefined && chunk.includes(killAt)) child.kill("SIGKILL");
  });
  const { exitCode, stdout, stderr } = await child;
  checkOutput("adopt", stdout);
  const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
  return { code: exitCode ?? -1, stdout, stderr, events: lines.map((line) => JSON.parse(line) as DriverEvent) };
}

/** Values of a Panther that somebody has worked on for a while: 36, of all kinds. */
export function handMadeParameters(accountId: string, secret: string): Readonly<Record<string, string>> {
  return {
    FirstUserEmail: "first.user@example.com",
    FirstUserGivenName: "Ada",
    FirstUserFamilyName: "O'Neil: # 1",
    CompanyDisplayName: "Yes",
    OnboardSelf: "false",
    PulumiSecretArn: `arn:aws:secretsmanager:us-east-1:${accountId}:secret:panther-pulumi-token-AbCdEf`,
    PulumiSecretKeyArn: `arn:aws:kms:us-east-1:${accountId}:key/00000000-0000-4000-8000-000000000000`,
    OpsRoleIdentityAccountId: "",
    SentryEnvironment: "",
    CertificateArn: "",
    CustomDomain: "",
    VpcID: "",
    SubnetOneIPRange: "10.0.250.0/26",
    SubnetTwoIPRange: "10.0.251.0/26",
    LoadBalancerSecurityGroupCidr: "10.0.0.0/8",
    AccessLogsBucketName: "",
    EnableS3AccessLogs: "false",
    EnableIntelligentTiering: "true",
    PantherAuditLogsExpirationDays: "365",
    CloudWatchLogRetentionDays: "90",
    LogSubscriptionPrincipals: "arn:aws:iam::012345678901:root,arn:aws:iam::210987654321:root",
    Debug: "true",
    TracingMode: "",
    LayerVersionArns: "",
    PythonRuntime: "python3.9",
    KvTableBillingMode: "PAY_PER_REQUEST",
    CloudSecurityMemory: "1024",
    CloudSecurityScanSegments: "5",
    DataLakeForwarderMemory: "512",
    SnapshotPollerLambdaMemorySize: "1024",
    LogProcessorLambdaMemorySize: "3072",
    LogProcessorLambdaSQSReadBatchSize: "10",
    MaxLookupTableCompressedSizeMB: "200",
    EnableReplays: "true",
    DatadogEnabled: "true",
    DatadogAPIKey: secret,
  };
}
