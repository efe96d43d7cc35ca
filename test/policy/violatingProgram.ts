/** A program of somebody's own that does everything wrong that the rules know of. */
export const violatingProgram = `
import * as pulumi from "@pulumi/pulumi";
import { Provider } from "@pulumi/aws/provider.js";
import { Stack } from "@pulumi/aws/cloudformation/stack.js";
import { Bucket } from "@pulumi/aws/s3/bucket.js";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy.js";
import { Secret } from "@pulumi/aws/secretsmanager/secret.js";
import { SecretPolicy } from "@pulumi/aws/secretsmanager/secretPolicy.js";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion.js";

const account = new pulumi.Config().require("account");
const provider = new Provider("us", { region: "us-east-1", allowedAccountIds: [account] });
const options = { provider };
const policy = (statement) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

new Stack("role", {
  name: "panther-deployment-role",
  templateUrl: "https://panther-public-cloudformation-templates.s3.amazonaws.com/panther-deployment-role/v1.38.0/template.yml",
  parameters: { IdentityAccountId: "999999999999" },
}, options);
new Stack("root", {
  name: "security",
  templateUrl: "https://somebody-elses.s3.amazonaws.com/v1.39.7/panther.yml",
  parameters: {
    FirstUserEmail: "nobody",
    DatadogAPIKey: "c0ffee00c0ffee00c0ffee00c0ffee00",
    CompanyDisplayName: "AKIAABCDEFGHIJKLMNOP",
    OpsRoleIdentityAccountId: "888888888888",
    EnableFips: "false",
  },
  timeoutInMinutes: 30,
  capabilities: ["CAPABILITY_IAM"],
}, options);
new Stack("web", {
  name: "panther-web",
  templateUrl: "https://panther-enterprise-us-east-1.s3.amazonaws.com/v1.39.7/proxy_panther.yml",
  parameters: { FirstUserEmail: "first.user@example.com", SecretID: "panther/other", CustomDomain: "a.example.com" },
  iamRoleArn: "arn:aws-cn:iam::860000000000:role/PantherDeploymentRole",
  capabilities: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
}, { ...options, protect: true, customTimeouts: { create: "3h", update: "3h" } });

class ReleaseBucket extends pulumi.ComponentResource {
  constructor() {
    super("panther:index:PantherReleaseBucket", "releases", { bucketName: "releases" }, { provider });
    const parent = { parent: this };
    new Bucket("bucket", { bucket: "releases" }, parent);
    new BucketPublicAccessBlock("access", { bucket: "releases", blockPublicAcls: true }, parent);
    const everybody = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };
    new BucketPolicy("readers", { bucket: "releases", policy: policy(everybody) }, parent);
  }
}
class ProxySecret extends pulumi.ComponentResource {
  constructor() {
    super("panther:index:PantherChinaProxySecret", "proxy", { secretName: "panther/other" }, { provider });
    const parent = { parent: this };
    const secret = new Secret("secret", { name: "panther/other" }, parent);
    const everybody = { Effect: "Allow", Principal: { AWS: "999999999999" }, Action: "*", Resource: "*" };
    new SecretPolicy("secret-readers", { secretArn: secret.arn, policy: policy(everybody) }, parent);
    new SecretVersion("value", { secretId: secret.id, secretString: pulumi.secret("k3yk3yk3y") }, parent);
  }
}
new ReleaseBucket();
new ProxySecret();
`;

/** Secrets that it has, in plain text or in their right place. */
export const secretsIn = ["c0ffee00c0ffee00c0ffee00c0ffee00", "AKIAABCDEFGHIJKLMNOP", "k3yk3yk3y"] as const;
