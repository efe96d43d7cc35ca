import { expect } from "chai";
import { newProject, type Project } from "../../support/pulumi.ts";
import { freshAccountEnvironment } from "./account.ts";

describe("stand-in for aws.Provider", function () {
  this.timeout(120_000);
  let project: Project | undefined;

  afterEach(async () => {
    await project?.destroy("--skip-preview");
    await project?.remove();
    project = undefined;
  });

  it("serves two accounts in one program, each with its own region and tags", async () => {
    const [one, two] = [await freshAccountEnvironment(), await freshAccountEnvironment()];
    project = await newProject({
      environment: one.environment,
      program: `
import { Provider } from "@pulumi/aws/provider.js";
import { Secret } from "@pulumi/aws/secretsmanager/secret.js";
const other = new Provider("other", {
  region: "eu-central-1",
  accessKey: "${two.accountId}",
  secretKey: "local",
  defaultTags: { tags: { team: "security" } },
  endpoints: [{ secretsmanager: process.env.AWS_ENDPOINT_URL, sts: process.env.AWS_ENDPOINT_URL }],
  allowedAccountIds: ["${two.accountId}"],
});
const args = { name: "same-name", recoveryWindowInDays: 0 };
export const here = new Secret("here", args).arn;
const secret = new Secret("there", args, { provider: other });
export const there = secret.arn;
export const tags = secret.tagsAll;
`,
    });
    const up = await project.up("--skip-preview");
    expect(up.code, up.stdout + up.stderr).to.equal(0);
    const { here, there, tags } = await project.outputs();
    expect(here).to.match(new RegExp(`^arn:aws:secretsmanager:us-east-1:${one.accountId}:secret:same-name-`));
    expect(there).to.match(new RegExp(`^arn:aws:secretsmanager:eu-central-1:${two.accountId}:secret:same-name-`));
    expect(tags).to.deep.equal({ team: "security" });
  });

  it("refuses what it must not reach or be, and answers as the official plugin does", async () => {
    const { accountId, environment } = await freshAccountEnvironment();
    const { AWS_ENDPOINT_URL: endpoint, ...withoutEndpoint } = environment;
    project = await newProject({
      environment: { ...withoutEndpoint, LOCAL_ENDPOINT: endpoint ?? "" },
      program: `
import { getStack } from "@pulumi/aws/cloudformation/getStack.js";
import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity.js";
import { Provider } from "@pulumi/aws/provider.js";
import { getBucket } from "@pulumi/aws/s3/getBucket.js";
import { getSecretVersion } from "@pulumi/aws/secretsmanager/getSecretVersion.js";
import { getParameter } from "@pulumi/aws/ssm/getParameter.js";
import { getVpc } from "@pulumi/aws/ec2/getVpc.js";
const url = process.env.LOCAL_ENDPOINT;
const services = { sts: url, cloudformation: url, s3: url, secretsmanager: url, ssm: url };
const answers = {};
const asks = async (name, args, call = (options) => getCallerIdentity({}, options)) => {
  const provider = new Provider(name, args);
  answers[name] = await call({ provider }).then(JSON.stringify, (error) => error.message);
};
await asks("noEndpoint", {});
await asks("realEndpoint", { endpoints: [{ sts: "https://sts.us-east-1.amazonaws.com" }] });
await asks("wrongAccount", { endpoints: [services], allowedAccountIds: ["000000000000"] });
await asks("forbidden", { endpoints: [services], forbiddenAccountIds: ["${accountId}"] });
await asks("profile", { endpoints: [services], profile: "nope" });
await asks("stack", { endpoints: [services] }, (options) => getStack({ name: "nope" }, options));
await asks("bucket", { endpoints: [services] }, (options) => getBucket({ bucket: "nope-${accountId}" }, options));
await asks("version", { endpoints: [services] }, (options) => getSecretVersion({ secretId: "nope" }, options));
await asks("parameter", { endpoints: [services] }, (options) => getParameter({ name: "/nope" }, options));
await asks("unserved", { endpoints: [services] }, (options) => getVpc({}, options));
export default answers;
`,
    });
    const up = await project.up("--skip-preview");
    expect(up.code, up.stdout + up.stderr).to.equal(0);
    const answers = await project.outputs();
    expect(answers.noEndpoint).to.match(/Refused: no endpoint is set.*stand-in.*npm run local -- start/s);
    expect(answers.realEndpoint).to.match(
      /Refused: the endpoint https:\/\/sts\.us-east-1\.amazonaws\.com \(from endpoints\.sts\)/,
    );
    expect(answers.wrongAccount).to.contain(`AWS account ID not allowed: ${accountId}`);
    expect(answers.forbidden).to.contain(`AWS account ID not allowed: ${accountId}`);
    expect(answers.profile).to.contain("failed to get shared config profile, nope");
    const frame = (token: string) => `invoking ${token}: 1 error occurred:\n\t* `;
    expect(answers.stack).to.contain(
      `${frame("aws:cloudformation/getStack:getStack")}no matching CloudFormation Stack found`,
    );
    expect(answers.bucket).to.contain(
      `${frame("aws:s3/getBucket:getBucket")}reading S3 Bucket (nope-${accountId}): couldn't find resource`,
    );
    expect(answers.version).to.contain("(nope|AWSCURRENT): couldn't find resource");
    expect(answers.parameter).to.contain("reading SSM Parameter (/nope): couldn't find resource");
    expect(answers.unserved).to.match(
      /aws:ec2\/getVpc:getVpc is not served here.*stand-in.*local\/standins\/aws\/functions/,
    );
  });
});
