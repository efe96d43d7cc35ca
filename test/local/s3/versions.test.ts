import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { internalError } from "../../../local/s3/faults.ts";
import { type LeanS3, startLeanS3 } from "../../../local/s3/server.ts";
import type { Bucket as StoredBucket } from "../../../local/s3/store.ts";

const region = "eu-west-1";
const Bucket = "b";

describe("the lean S3's versions", () => {
  let s3: LeanS3;
  let client: S3;
  let bucket: StoredBucket;
  beforeEach(async () => {
    s3 = await startLeanS3();
    bucket = s3.store.createBucket(Bucket, { region, versioning: "Enabled", owner: "1", tags: { a: "b" } });
    client = new S3({
      region,
      endpoint: s3.endpoint,
      credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "s" },
      maxAttempts: 1,
    });
  });
  afterEach(async () => {
    client.destroy();
    await s3.stop();
  });

  const put = (Key: string) => client.putObject({ Bucket, Key, Body: "x" });
  const listed = async (more: { MaxKeys?: number } = {}) => {
    const rows: string[] = [];
    let marker: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    while (marker) {
      const request: Parameters<typeof client.listObjectVersions>[0] = { Bucket, ...marker, ...more };
      const page = await client.listObjectVersions(request);
      for (const { Key, IsLatest } of page.Versions ?? []) rows.push(`${Key}${IsLatest ? " latest" : ""}`);
      for (const { Key, IsLatest } of page.DeleteMarkers ?? []) rows.push(`${Key} marker${IsLatest ? " latest" : ""}`);
      const { NextKeyMarker, NextVersionIdMarker } = page;
      marker =
        NextKeyMarker === undefined || NextVersionIdMarker === undefined
          ? undefined
          : { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker };
    }
    return rows;
  };
  const codeOf = (call: Promise<unknown>) =>
    call.then(
      () => "none",
      (error: Error) => error.name,
    );

  it("keeps every version, marks deletions, and shows what is current", async () => {
    for (const key of ["k", "k", "l"]) await put(key);
    await client.deleteObject({ Bucket, Key: "k" });
    expect(await listed()).to.deep.equal(["k", "k", "l latest", "k marker latest"]);
    expect(await codeOf(client.getObject({ Bucket, Key: "k" }))).to.equal("NoSuchKey");
    const { DeleteMarkers = [] } = await client.listObjectVersions({ Bucket });
    // Without its marker the object is there again.
    await client.deleteObject({ Bucket, Key: "k", VersionId: DeleteMarkers[0]?.VersionId });
    expect(await codeOf(client.headObject({ Bucket, Key: "k" }))).to.equal("none");
    expect(await codeOf(client.deleteBucket({ Bucket }))).to.equal("BucketNotEmpty");
  });

  it("goes on behind a version that is gone by then, as S3 does", async () => {
    for (let number = 0; number < 5; number += 1) await put("k");
    const first = await client.listObjectVersions({ Bucket, MaxKeys: 2 });
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker, Versions = [] } = first;
    const Objects = Versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
    await client.deleteObjects({ Bucket, Delete: { Objects } });
    const rest = await client.listObjectVersions({ Bucket, KeyMarker, VersionIdMarker });
    expect(rest.Versions).to.have.length(3);
    expect(await listed({ MaxKeys: 1 })).to.deep.equal(["k latest", "k", "k"]);
  });

  it("deletes by the thousand, and says of single keys what failed", async () => {
    for (const key of ["a", "b"]) await put(key);
    const { Versions = [] } = await client.listObjectVersions({ Bucket });
    const Objects = Versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
    s3.faults.add({ on: "DeleteObjects", key: "a", times: 1, trouble: internalError });
    const { Errors, Deleted } = await client.deleteObjects({ Bucket, Delete: { Objects } });
    expect(Errors?.map(({ Key, Code }) => [Key, Code])).to.deep.equal([["a", "InternalError"]]);
    expect(Deleted?.map(({ Key }) => Key)).to.deep.equal(["b"]);
    const tooMany = Array.from({ length: 1001 }, (_, index) => ({ Key: String(index) }));
    expect(await codeOf(client.deleteObjects({ Bucket, Delete: { Objects: tooMany } }))).to.equal("MalformedXML");
    await client.deleteObjects({ Bucket, Delete: { Objects, Quiet: true } });
    await client.deleteBucket({ Bucket });
    expect(await codeOf(client.headBucket({ Bucket }))).to.equal("NotFound");
  });

  it("keeps what is locked, and tells how", async () => {
    const modified = new Date();
    const until = new Date("2099-01-01T00:00:00Z");
    bucket.versions.add({ key: "k", id: "v1", modified, object: undefined, legalHold: true });
    bucket.versions.add({ key: "l", id: "v2", modified, object: undefined, lock: { mode: "COMPLIANCE", until } });
    const Objects = [
      { Key: "k", VersionId: "v1" },
      { Key: "l", VersionId: "v2" },
    ];
    const { Errors } = await client.deleteObjects({ Bucket, Delete: { Objects } });
    expect(Errors?.map(({ Code }) => Code)).to.deep.equal(["AccessDenied", "AccessDenied"]);
  });

  it("lists the account's buckets of one region, in pages", async () => {
    for (const name of ["a", "c"]) s3.store.createBucket(name, { region });
    s3.store.createBucket("elsewhere", { region: "us-east-1" });
    const first = await client.listBuckets({ BucketRegion: region, MaxBuckets: 2 });
    expect(first.Buckets).to.deep.equal([
      { Name: "a", BucketRegion: region },
      { Name: "b", BucketRegion: region },
    ]);
    const { ContinuationToken } = first;
    const rest = await client.listBuckets({ BucketRegion: region, ContinuationToken });
    expect(rest.Buckets?.map(({ Name }) => Name)).to.deep.equal(["c"]);
    expect((await client.listBuckets({})).Buckets?.every((one) => one.BucketRegion === undefined)).to.equal(true);
  });

  it("refuses a lifecycle that S3 would refuse, callers who expect another owner, and writers who are denied", async () => {
    const rule = { Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } } as const;
    const lifecycle = (Rules: Parameters<typeof rulesOf>[0]) =>
      codeOf(client.putBucketLifecycleConfiguration(rulesOf(Rules)));
    expect(
      await lifecycle([
        { ...rule, ID: "a" },
        { ...rule, ID: "a" },
      ]),
    ).to.equal("InvalidArgument");
    const { Filter: _, ...older } = rule;
    expect(
      await lifecycle([
        { ...rule, ID: "a" },
        { ...older, ID: "b", Prefix: "" },
      ]),
    ).to.equal("InvalidRequest");
    const both = { Days: 1, ExpiredObjectDeleteMarker: true };
    expect(await lifecycle([{ ...rule, ID: "a", Expiration: both }])).to.equal("MalformedXML");
    expect(await lifecycle([{ ...rule, ID: "a" }])).to.equal("none");
    expect(await codeOf(client.getBucketTagging({ Bucket, ExpectedBucketOwner: "2" }))).to.equal("AccessDenied");
    const Statement = [{ Effect: "Deny", Principal: "*", Action: "s3:PutObject" }];
    await client.putBucketPolicy({ Bucket, Policy: JSON.stringify({ Statement }) });
    expect(await codeOf(put("k"))).to.equal("AccessDenied");
  });
});

type Rules = NonNullable<
  NonNullable<Parameters<S3["putBucketLifecycleConfiguration"]>[0]["LifecycleConfiguration"]>["Rules"]
>;

const rulesOf = (Rules: Rules) => ({ Bucket, LifecycleConfiguration: { Rules } });
