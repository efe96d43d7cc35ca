// A Panther that has been in use, and what is left of it when its root stack is deleted.
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { KMS } from "@aws-sdk/client-kms";
import { Lambda } from "@aws-sdk/client-lambda";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { type Use, useOfPanther } from "../../../local/running/useOfPanther.ts";
import { freshAccount, localAws } from "../../support/localAws.ts";

const region = "us-east-1";
const objects = 10;

describe("a Panther in use on local AWS", function () {
  this.timeout(120_000);
  const account = freshAccount();
  let access: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  let formation: CloudFormation;
  let s3: S3;
  let stack: string;
  let use: Use;

  before(async () => {
    const { endpoint } = await localAws();
    access = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: "local" } };
    formation = new CloudFormation(access);
    s3 = new S3({ ...access, forcePathStyle: true });
    const parameters = {
      CompanyDisplayName: "Example",
      FirstUserEmail: "first.user@example.com",
      FirstUserFamilyName: "User",
      FirstUserGivenName: "First",
      LoadBalancerSecurityGroupCidr: "10.0.0.0/8",
      PulumiSecretArn: `arn:aws:secretsmanager:${region}:${account}:secret:panther-pulumi-token-AbCdEf`,
      PulumiSecretKeyArn: `arn:aws:kms:${region}:${account}:key/00000000-0000-4000-8000-000000000000`,
    };
    const { StackId = "" } = await formation.createStack({
      StackName: "panther-used",
      TemplateURL: `https://panther-enterprise-${region}.s3.amazonaws.com/v1.28.7/panther.yml`,
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      Capabilities: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    });
    stack = StackId;
    expect(await settled()).to.equal("CREATE_COMPLETE");
    await s3.createBucket({ Bucket: `somebody-else-${account}` });
    use = await useOfPanther(access, objects);
  });

  async function settled(): Promise<string | undefined> {
    for (;;) {
      const { Stacks: [found] = [] } = await formation.describeStacks({ StackName: stack });
      if (!found?.StackStatus?.endsWith("_IN_PROGRESS")) return found?.StackStatus;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it("has versions, delete markers and unfinished uploads in its data buckets, and nobody else's", async () => {
    const kinds = ["analysis", "athena", "audit", "input", "processed"];
    expect(use.buckets.map((name) => kinds.find((kind) => name.includes(kind)))).to.have.members(kinds);
    expect([use.versions, use.deleteMarkers, use.uploads]).to.deep.equal([5 * 14, 5 * 2, 5]);
    for (const Bucket of use.buckets) {
      const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket });
      const { Uploads = [] } = await s3.listMultipartUploads({ Bucket });
      expect([Versions.length, DeleteMarkers.length, Uploads.length], Bucket).to.deep.equal([14, 2, 1]);
    }
  });

  it("leaves its filled buckets and keys that wait for their end behind, and no log of its functions", async () => {
    expect(use.logGroups).to.include("/aws/lambda/panther-log-processor");
    const logs = new CloudWatchLogs(access);
    // Of an own service whose name begins alike, too: the teardown in Panther's own code asks for nothing but the prefix.
    await logs.createLogGroup({ logGroupName: "/aws/lambda/panther-sanctuary" });
    await formation.deleteStack({ StackName: stack });
    expect(await settled()).to.equal("DELETE_COMPLETE");
    expect((await logs.describeLogGroups({ logGroupNamePrefix: "/aws/lambda/" })).logGroups).to.deep.equal([]);
    const { LayerVersions } = await new Lambda(access).listLayerVersions({ LayerName: "panther-engine-globals" });
    expect(LayerVersions).to.deep.equal([]);
    for (const Bucket of use.buckets) {
      expect((await s3.listObjectVersions({ Bucket })).Versions, Bucket).to.have.lengthOf(14);
      const { TagSet = [] } = await s3.getBucketTagging({ Bucket });
      expect(Object.fromEntries(TagSet.map(({ Key, Value }) => [Key, Value]))).to.include({
        Application: "Panther",
        PantherVersion: "1.28.7",
        Stack: "panther-bootstrap",
      });
    }
    const kms = new KMS(access);
    const { Keys = [] } = await kms.listKeys({});
    const states = Keys.map(async ({ KeyId }) => (await kms.describeKey({ KeyId })).KeyMetadata?.KeyState);
    expect(await Promise.all(states)).to.deep.equal(["PendingDeletion", "PendingDeletion"]);
  });
});
