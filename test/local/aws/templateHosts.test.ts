// Every host that S3 has, as a TemplateURL that is deployed.
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { type BucketLocationConstraint, CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { freshAccount, freshChinaAccount, localAws } from "../../support/localAws.ts";
import { templates } from "./templates.ts";

const places = [
  {
    region: "eu-west-1",
    partition: "aws",
    urls: [
      "BUCKET.s3.amazonaws.com",
      "BUCKET.s3.eu-west-1.amazonaws.com",
      "BUCKET.s3-eu-west-1.amazonaws.com",
      "BUCKET.s3.dualstack.eu-west-1.amazonaws.com",
      "s3.amazonaws.com/BUCKET",
      "s3.eu-west-1.amazonaws.com/BUCKET",
      "s3-eu-west-1.amazonaws.com/BUCKET",
      "s3.dualstack.eu-west-1.amazonaws.com/BUCKET",
    ],
  },
  {
    region: "cn-north-1",
    partition: "aws-cn",
    urls: ["BUCKET.s3.cn-north-1.amazonaws.com.cn", "s3.cn-north-1.amazonaws.com.cn/BUCKET"],
  },
  {
    region: "us-gov-west-1",
    partition: "aws-us-gov",
    urls: ["BUCKET.s3.us-gov-west-1.amazonaws.com", "BUCKET.s3-fips.us-gov-west-1.amazonaws.com"],
  },
] as const;

const Parameters = [{ ParameterKey: "Retention", ParameterValue: "600" }];

describe("hosts of templates on local AWS", () => {
  for (const { region, partition, urls } of places) {
    it(`are all deployed from in ${region}`, async () => {
      const account = partition === "aws-cn" ? freshChinaAccount() : freshAccount();
      const { endpoint } = await localAws();
      const config = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: "local" } };
      const Bucket = `hosts-${account}`;
      const s3 = new S3Client(config);
      const LocationConstraint = region as BucketLocationConstraint;
      await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
      const Body = templates(() => "")["leaf.json"] ?? "";
      await s3.send(new PutObjectCommand({ Bucket, Key: "v1/leaf.json", Body }));
      const formation = new CloudFormationClient(config);

      const deploy = async (url: string, index: number): Promise<string> => {
        const TemplateURL = `https://${url.replace("BUCKET", Bucket)}/v1/leaf.json`;
        const StackName = `host-${index}`;
        await formation.send(new CreateStackCommand({ StackName, TemplateURL, Parameters }));
        for (;;) {
          const { Stacks: [stack] = [] } = await formation.send(new DescribeStacksCommand({ StackName }));
          const status = stack?.StackStatus ?? "";
          if (!status.endsWith("_IN_PROGRESS")) return `${url} ${stack?.StackId?.split(":")[1]} ${status}`;
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
      };
      const ends = await Promise.all(urls.map(deploy));
      expect(ends).to.deep.equal(urls.map((url) => `${url} ${partition} CREATE_COMPLETE`));
    });
  }
});
