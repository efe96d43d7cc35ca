import { join } from "node:path";
import { IAM } from "@aws-sdk/client-iam";
import { STS } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { execa } from "execa";
import { withoutForeignAws } from "../../../local/aws/environment.ts";
import { checkout } from "../../../local/setup/places.mjs";
import type { CheckResult, PreflightAnswer } from "../../../model/preflight/result.ts";
import { checkAnswer } from "../../support/answerSchemas.ts";
import type { TestEnvironment } from "../../support/panther.ts";

/** Runs `panther preflight test …`. */
export async function run(environment: TestEnvironment, ...args: readonly string[]) {
  const words = ["preflight", "test", "--project", environment.projectDirectory, ...args];
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    ["--import=tsx", join(checkout, "automation/cli/main.ts"), ...words],
    { cwd: checkout, env: { ...withoutForeignAws(process.env), ...environment.env }, extendEnv: false, reject: false },
  );
  return { exitCode, stdout, stderr };
}

/** Its answer as JSON. */
export async function checked(environment: TestEnvironment, ...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await run(environment, ...args, "--json");
  expect(stderr).to.equal("");
  const answer = JSON.parse(stdout) as PreflightAnswer;
  checkAnswer("preflight", answer);
  const found = (code: string) => answer.checks.find((check) => check.code === code) as CheckResult;
  const of = (verdict: string) => answer.checks.filter((check) => check.verdict === verdict).map(({ code }) => code);
  return { exitCode, answer, found, failed: of("failure"), unknown: of("could-not-tell"), warned: of("warning") };
}

/** The same environment for somebody who has assumed a role, as people do. */
export async function asOperator(environment: TestEnvironment): Promise<TestEnvironment> {
  const { accountId, env, region } = environment;
  const client = {
    region,
    endpoint: env.AWS_ENDPOINT_URL ?? "",
    credentials: { accessKeyId: accountId, secretAccessKey: "local" },
  };
  const iam = new IAM(client);
  const statement = (more: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...more }] });
  const trust = statement({ Principal: { AWS: accountId }, Action: "sts:AssumeRole" });
  await iam.createRole({ RoleName: "Operator", AssumeRolePolicyDocument: trust });
  const PolicyDocument = statement({ Action: "*", Resource: "*" });
  await iam.putRolePolicy({ RoleName: "Operator", PolicyName: "all", PolicyDocument });
  const { Credentials } = await new STS(client).assumeRole({
    RoleArn: `arn:aws:iam::${accountId}:role/Operator`,
    RoleSessionName: "jane",
    DurationSeconds: 3600,
  });
  return environment.as({
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials?.SessionToken,
    AWS_CREDENTIAL_EXPIRATION: Credentials?.Expiration?.toISOString(),
  });
}

/** Clients as the account itself. */
export function settings({ env, region, accountId }: TestEnvironment) {
  return {
    region,
    endpoint: env.AWS_ENDPOINT_URL ?? "",
    credentials: { accessKeyId: accountId, secretAccessKey: "local" },
  };
}
