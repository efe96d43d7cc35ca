import { Bucket } from "@pulumi/aws/s3/bucket.js";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls.js";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy.js";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock.js";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning.js";
import * as pulumi from "@pulumi/pulumi";
import { partitionOf } from "../model/release/partition.ts";
import { releaseBucketPolicy } from "./china/policies.ts";
import { identityGuard, withHooks } from "./guards.ts";

/** Arguments of {@link PantherReleaseBucket}. */
export interface PantherReleaseBucketArgs {
  /** The bucket's name, of all that there are in its partition. Can't be changed. */
  readonly bucketName: pulumi.Input<string>;
  /** Region that it stands in: the provider's. */
  readonly region: pulumi.Input<string>;
  /** Set for a bucket that is there and that somebody else keeps: nothing of it is made or changed. */
  readonly existing?: boolean;
  /**
   * ARNs of roles of the same account that may read what is in it, such as the deployment role: that role's own policy lets
   * it read buckets whose names begin with `panther-` alone. Without effect on a bucket that is there.
   */
  readonly readerArns?: pulumi.Input<pulumi.Input<string>[]>;
  /** Tags of the bucket. */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * The bucket that Panther's releases are copied to where Panther publishes none, as in China: private, encrypted, versioned,
 * for TLS only, its objects its own account's. Or one that is there. Source: Panther documentation, "AWS China".
 */
export class PantherReleaseBucket extends pulumi.ComponentResource {
  /** The bucket's name, once it is there. */
  readonly bucketName: pulumi.Output<string>;
  /** The bucket's ARN. */
  readonly bucketArn: pulumi.Output<string>;
  /** The bucket's name, once its readers may read: what CloudFormation reads with one of them has to wait for it. */
  readonly readableBucketName: pulumi.Output<string>;

  constructor(name: string, args: PantherReleaseBucketArgs, options?: pulumi.ComponentResourceOptions) {
    const { bucketName, region } = args;
    const component = { type: "PantherReleaseBucket", name };
    // The inputs are what the identity guard compares, next time.
    super(
      "panther:index:PantherReleaseBucket",
      name,
      { bucketName },
      withHooks(options, { beforeUpdate: [identityGuard(component)] }),
    );
    this.bucketArn = pulumi
      .all([bucketName, region])
      .apply(([bucket, regionName]) => `arn:${partitionOf(regionName).name}:s3:::${bucket}`);
    const made = args.existing ? undefined : madeBucket(name, args, this.bucketArn, this);
    this.bucketName = made?.bucketName ?? pulumi.output(bucketName);
    this.readableBucketName = made?.readableBucketName ?? this.bucketName;
    this.registerOutputs({
      bucketName: this.bucketName,
      bucketArn: this.bucketArn,
      readableBucketName: this.readableBucketName,
    });
  }
}

function madeBucket(
  name: string,
  { bucketName, readerArns = [], tags }: PantherReleaseBucketArgs,
  bucketArn: pulumi.Output<string>,
  parent: pulumi.Resource,
): Pick<PantherReleaseBucket, "bucketName" | "readableBucketName"> {
  const { bucket } = new Bucket(
    `${name}-bucket`,
    { bucket: bucketName, ...(tags && { tags }) },
    // What runs was deployed from it, and CloudFormation reads it again when it rolls back.
    { parent, protect: true },
  );
  const access = new BucketPublicAccessBlock(
    `${name}-access`,
    { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    { parent },
  );
  new BucketOwnershipControls(
    `${name}-ownership`,
    { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    { parent },
  );
  new BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    // S3's own key: with one of KMS, CloudFormation and Lambda would need that one's permission too.
    { bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    { parent },
  );
  new BucketVersioning(`${name}-versioning`, { bucket, versioningConfiguration: { status: "Enabled" } }, { parent });
  const policy = new BucketPolicy(
    `${name}-policy`,
    {
      bucket,
      policy: pulumi.all([bucketArn, readerArns]).apply(([arn, readers]) => releaseBucketPolicy(arn, readers)),
    },
    // S3 refuses two changes of a bucket's access at once.
    { parent, dependsOn: [access] },
  );
  return { bucketName: bucket, readableBucketName: policy.bucket };
}
