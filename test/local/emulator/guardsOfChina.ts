import type { Guard } from "./guard.ts";
import { china, type Probe, scope } from "./probe.ts";

const place = { accountId: china.accountId, region: china.region };
const trust = (principal: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" }],
});
const policy = (resource: string) => ({
  PolicyName: "guard",
  PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: resource }] },
});

/** What a role of a template is refused for; empty for one that is made. */
async function refusedRole(probe: Probe, RoleName: string, principal: string, resource: string): Promise<string> {
  const properties = { RoleName, AssumeRolePolicyDocument: trust(principal), Policies: [policy(resource)] };
  const { message = "" } = await probe.operate("create", "AWS::IAM::Role", properties, place);
  return message.replace(/^Resource handler returned message: "(.*) \(Service: Iam, .*$/, "$1");
}

/** The code and message of an IAM API call. */
async function iam(probe: Probe, form: Readonly<Record<string, string>>): Promise<string> {
  const { body } = await probe.client.call({
    scope: china,
    service: "iam",
    method: "POST",
    path: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ Version: "2010-05-08", ...form }).toString(),
  });
  const [, code = "", message = ""] = /<Code>(.*?)<\/Code>\s*<Message>(.*?)<\/Message>/s.exec(body.toString()) ?? [];
  return `${code} ${message.replaceAll("&quot;", '"')}`.trim();
}

export const guardsOfChina: Readonly<Record<string, Guard>> = {
  "china-partition": {
    look: async (probe) => {
      const queue = await probe.operate("create", "AWS::SQS::Queue", { QueueName: "guard-china" }, place);
      const bucket = await probe.operate("create", "AWS::S3::Bucket", { BucketName: "guard-china" }, place);
      const read = async (arn: string) => {
        const target = "secretsmanager.DescribeSecret";
        const answer = (await probe.client.json(china, "secretsmanager", target, { SecretId: arn }, [""])) as object;
        return "ARN" in answer ? String(answer.ARN).split(":").slice(0, 4).join(":") : "unknown";
      };
      const secret = { Name: "guard-china", SecretString: "arn:aws:s3:::outside arn:aws-cn:s3:::inside" };
      await probe.operate("create", "AWS::SecretsManager::Secret", secret, place);
      const value = (await probe.client.json(china, "secretsmanager", "secretsmanager.GetSecretValue", {
        SecretId: "guard-china",
      })) as { readonly ARN: string; readonly SecretString: string };
      const { ARN: own } = value;
      return [
        queue.attributes?.Arn,
        bucket.attributes?.DomainName,
        bucket.attributes?.Arn,
        await read(own),
        await read(own.replace("arn:aws-cn:", "arn:aws:")),
        value.SecretString,
      ];
    },
    aws: [
      "arn:aws-cn:sqs:cn-north-1:860000000001:guard-china",
      "guard-china.s3.cn-north-1.amazonaws.com.cn",
      "arn:aws-cn:s3:::guard-china",
      "arn:aws-cn:secretsmanager:cn-north-1",
      "unknown",
      "arn:aws:s3:::outside arn:aws-cn:s3:::inside",
    ],
    without: [
      "arn:aws:sqs:cn-north-1:860000000001:guard-china",
      "guard-china.s3.amazonaws.com",
      "arn:aws:s3:::guard-china",
      "arn:aws:secretsmanager:cn-north-1",
      "arn:aws:secretsmanager:cn-north-1",
      "arn:aws:s3:::outside arn:aws-cn:s3:::inside",
    ],
  },
  "boundaries-of-one-partition": {
    look: async (probe) => {
      const document = JSON.stringify({ Version: "2012-10-17", Statement: [] });
      await iam(probe, { Action: "CreateRole", RoleName: "guard-bounded", AssumeRolePolicyDocument: document });
      const put = { Action: "PutRolePermissionsBoundary", RoleName: "guard-bounded" };
      const policies = ["arn:aws:iam::aws:policy/AWSDenyAll", "arn:aws-cn:iam::aws:policy/AWSDenyAll"];
      return Promise.all(policies.map((PermissionsBoundary) => iam(probe, { ...put, PermissionsBoundary })));
    },
    aws: ["NoSuchEntity Scope ARN: arn:aws:iam::aws:policy/AWSDenyAll does not exist or is not attachable.", ""],
    without: ["", ""],
  },
  "buckets-per-partition": {
    look: async (probe) => {
      const location = `<LocationConstraint>${china.region}</LocationConstraint>`;
      const body = `<CreateBucketConfiguration>${location}</CreateBucketConfiguration>`;
      await probe.s3("PUT", "/guard-partition", body, china);
      await probe.s3("DELETE", "/guard-partition?publicAccessBlock", "", china);
      const elsewhere = await probe.s3("HEAD", "/guard-partition", "", scope);
      const sameName = await probe.s3("PUT", "/guard-partition", "", scope);
      return [elsewhere, sameName];
    },
    aws: [404, 200],
    without: [403, 409],
  },
  "policies-of-one-partition": {
    look: async (probe) => {
      const own = `arn:aws-cn:iam::${china.accountId}:root`;
      const outside = "arn:aws:kms:us-west-2:222222222222:key/1";
      const made = await refusedRole(probe, "guard-own", own, "arn:aws-cn:s3:::bucket/*");
      const resource = await refusedRole(probe, "guard-resource", own, outside);
      const principal = await refusedRole(probe, "guard-principal", "arn:aws:iam::222222222222:root", "*");
      const { PolicyDocument } = policy(outside);
      const name = { RoleName: "guard-own", PolicyName: "late" };
      const document = JSON.stringify(PolicyDocument);
      const late = await iam(probe, { Action: "PutRolePolicy", ...name, PolicyDocument: document });
      return [made, resource, principal, late];
    },
    aws: [
      "",
      'Partition "aws" is not valid for resource "arn:aws:kms:us-west-2:222222222222:key/1".',
      'Invalid principal in policy: "AWS":"arn:aws:iam::222222222222:root"',
      'MalformedPolicyDocument Partition "aws" is not valid for resource "arn:aws:kms:us-west-2:222222222222:key/1".',
    ],
    without: ["", "", "", ""],
  },
};
