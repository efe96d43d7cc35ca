import { Bucket } from "@pulumi/aws/s3/bucket.js";
import { expect } from "chai";
import { PantherReleaseBucket, type PantherReleaseBucketArgs } from "../../components/PantherReleaseBucket.ts";
import { mockPulumi, resolved } from "../support/mocks.ts";

const given = { bucketName: "example-releases", region: "cn-north-1" };
const arn = "arn:aws-cn:s3:::example-releases";
const reader = "arn:aws-cn:iam::123456789012:role/PantherDeploymentRole";

describe("PantherReleaseBucket", () => {
  it("is private, its owner's, encrypted, versioned, for TLS only, and kept", async () => {
    const { program, bucket } = await made({ tags: { Team: "security" } });
    expect(program.one("panther:index:PantherReleaseBucket")).to.deep.include({
      name: "releases",
      inputs: { bucketName: "example-releases" },
      beforeUpdate: ["PantherReleaseBucket:releases:identity-guard"],
    });
    const settings = program.resources.slice(1).map(({ type, inputs, parent, protect }) => {
      expect(parent).to.equal("releases");
      expect(inputs.bucket).to.equal("example-releases");
      return [type.split(":").at(-1), { ...inputs, bucket: undefined }, protect];
    });
    const all = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
    expect(settings.filter(([type]) => type !== "BucketPolicy")).to.have.deep.members([
      ["Bucket", { bucket: undefined, tags: { Team: "security" } }, true],
      ["BucketPublicAccessBlock", { bucket: undefined, ...all }, false],
      ["BucketOwnershipControls", { bucket: undefined, rule: { objectOwnership: "BucketOwnerEnforced" } }, false],
      [
        "BucketServerSideEncryptionConfiguration",
        { bucket: undefined, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
        false,
      ],
      ["BucketVersioning", { bucket: undefined, versioningConfiguration: { status: "Enabled" } }, false],
    ]);
    expect(policyIn(program)).to.deep.equal([
      {
        Sid: "OnlyWithTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
    expect(await resolved(bucket.bucketArn)).to.equal(arn);
    expect(await resolved(bucket.readableBucketName)).to.equal("example-releases");
  });

  it("lets its readers read objects, and is readable once its policy says so", async () => {
    const { program, bucket } = await made({ readerArns: [reader] });
    expect(policyIn(program)[1]).to.deep.include({
      Effect: "Allow",
      Principal: { AWS: [reader] },
      Action: "s3:GetObject",
      Resource: `${arn}/*`,
    });
    // S3 refuses a policy while the other setting of who has access is changed.
    expect(program.one("aws:s3/bucketPolicy:BucketPolicy").after).to.include("releases-access");
    new Bucket("waits", { bucket: bucket.readableBucketName });
    await program.settled();
    expect(program.resources.find(({ name }) => name === "waits")?.after).to.include("releases-policy");
  });

  it("is the one that is there, of which nothing is made", async () => {
    const { program, bucket } = await made({ existing: true, readerArns: [reader] });
    expect(program.resources.map(({ type }) => type)).to.deep.equal(["panther:index:PantherReleaseBucket"]);
    expect(await resolved(bucket.readableBucketName)).to.equal("example-releases");
    expect(await resolved(bucket.bucketArn)).to.equal(arn);
  });
});

async function made(args: Partial<PantherReleaseBucketArgs>) {
  const program = await mockPulumi();
  const bucket = new PantherReleaseBucket("releases", { ...given, ...args });
  await program.settled();
  return { program, bucket };
}

function policyIn(program: Awaited<ReturnType<typeof mockPulumi>>): readonly object[] {
  const { policy } = program.one("aws:s3/bucketPolicy:BucketPolicy").inputs;
  return JSON.parse(String(policy)).Statement;
}
