import { createHash, randomBytes } from "node:crypto";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { generatedKey } from "../../../local/s3/body.ts";
import { accessDenied, slowDown } from "../../../local/s3/faults.ts";
import { type LeanS3, startLeanS3 } from "../../../local/s3/server.ts";

const region = "cn-north-1";
const mebibyte = 1024 * 1024;

describe("the lean S3", () => {
  let s3: LeanS3;
  let client: S3;
  const at = { Bucket: "b", Key: "folder/a key+%" };
  beforeEach(async () => {
    s3 = await startLeanS3();
    s3.store.createBucket("b", { region });
    client = clientIn(region);
  });
  afterEach(async () => {
    client.destroy();
    await s3.stop();
  });

  function clientIn(of: string, maxAttempts = 1): S3 {
    const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "s" };
    return new S3({ region: of, endpoint: s3.endpoint, credentials, maxAttempts });
  }

  const codeOf = (call: Promise<unknown>) =>
    call.then(
      () => "none",
      (error: Error) => error.name,
    );

  it("keeps what it is given, with its metadata, ETag and checksum, and gives ranges of it", async () => {
    const body = randomBytes(100_000);
    const checksum = createHash("sha1").update(body).digest("base64");
    await client.putObject({ ...at, Body: body, ChecksumSHA1: checksum, Metadata: { note: "n" }, ContentType: "x/y" });
    const head = await client.headObject({ ...at, ChecksumMode: "ENABLED" });
    expect(head).to.deep.include({ ChecksumSHA1: checksum, ContentLength: 100_000, ContentType: "x/y" });
    expect(head).to.deep.include({
      ETag: `"${createHash("md5").update(body).digest("hex")}"`,
      Metadata: { note: "n" },
    });
    const { Body, ContentRange } = await client.getObject({ ...at, Range: "bytes=10-19" });
    expect(Buffer.from((await Body?.transformToByteArray()) ?? [])).to.deep.equal(body.subarray(10, 20));
    expect(ContentRange).to.equal("bytes 10-19/100000");
    expect(await codeOf(client.getObject({ ...at, IfMatch: '"other"' }))).to.equal("PreconditionFailed");
  });

  it("refuses what does not fit its checksum, and keeps nothing of it", async () => {
    const wrong = createHash("sha1").update("other").digest("base64");
    expect(await codeOf(client.putObject({ ...at, Body: "text", ChecksumSHA1: wrong }))).to.equal("BadDigest");
    expect(await codeOf(client.headObject(at))).to.equal("NotFound");
  });

  it("puts parts together, with the checksum over theirs, and refuses small ones in the middle", async () => {
    const parts = [randomBytes(5 * mebibyte), randomBytes(10)];
    const { UploadId } = await client.createMultipartUpload({ ...at, ChecksumAlgorithm: "SHA256" });
    expect((await client.listMultipartUploads({ Bucket: "b" })).Uploads?.map((one) => one.Key)).to.deep.equal([at.Key]);
    const Parts = [];
    for (const [index, Body] of parts.entries()) {
      const ChecksumSHA256 = createHash("sha256").update(Body).digest("base64");
      const { ETag } = await client.uploadPart({ ...at, UploadId, PartNumber: index + 1, Body, ChecksumSHA256 });
      Parts.push({ ETag, PartNumber: index + 1, ChecksumSHA256 });
    }
    const reversed = [
      { ...Parts[1], PartNumber: 2 },
      { ...Parts[0], PartNumber: 1 },
    ];
    const small = client.completeMultipartUpload({ ...at, UploadId, MultipartUpload: { Parts: reversed } });
    expect(await codeOf(small)).to.equal("EntityTooSmall");
    await client.completeMultipartUpload({ ...at, UploadId, MultipartUpload: { Parts } });
    const { Body, ContentLength } = await client.getObject(at);
    expect(ContentLength).to.equal(5 * mebibyte + 10);
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(Buffer.concat(parts))).to.equal(true);
    const { ChecksumSHA256 } = await client.headObject({ ...at, ChecksumMode: "ENABLED" });
    expect(ChecksumSHA256).to.match(/^.+-2$/);
  });

  it("lists in pages, below a prefix, after a key", async () => {
    for (const key of ["a1", "b1", "b2", "b3"]) await client.putObject({ Bucket: "b", Key: key, Body: key });
    const first = await client.listObjectsV2({ Bucket: "b", Prefix: "b", MaxKeys: 2 });
    expect(first.Contents?.map(({ Key }) => Key)).to.deep.equal(["b1", "b2"]);
    const rest = await client.listObjectsV2({
      Bucket: "b",
      Prefix: "b",
      ContinuationToken: first.NextContinuationToken,
    });
    expect(rest.Contents?.map(({ Key, Size }) => [Key, Size])).to.deep.equal([["b3", 2]]);
    expect((await client.listObjectsV2({ Bucket: "b", StartAfter: "b2" })).KeyCount).to.equal(1);
  });

  it("makes bodies as it sends them, which fit their names", async () => {
    const size = 9 * mebibyte + 1;
    const key = generatedKey(7, size);
    const object = {
      size,
      etag: "e",
      modified: new Date(),
      headers: {},
      body: { kind: "generated", seed: 7 },
    } as const;
    s3.store.bucket("b").objects.set(key, object);
    const { Body } = await client.getObject({ Bucket: "b", Key: key });
    const hash = createHash("sha1").update((await Body?.transformToByteArray()) ?? "");
    expect(hash.digest("hex")).to.equal(key);
  });

  it("says where a bucket lies, that there is none, and that a key is unknown", async () => {
    expect((await client.headBucket({ Bucket: "b" })).BucketRegion).to.equal(region);
    expect(await codeOf(client.getObject({ Bucket: "other", Key: "k" }))).to.equal("NoSuchBucket");
    const elsewhere = clientIn("us-east-1");
    expect(await codeOf(elsewhere.getObject(at))).to.equal("PermanentRedirect");
    elsewhere.destroy();
    s3.store.createBucket("b", { region, accessKeys: ["AKIAOTHER"] });
    expect(await codeOf(client.getObject(at))).to.equal("InvalidAccessKeyId");
  });

  it("fails as it is told to, as often as it is told to", async () => {
    await client.putObject({ ...at, Body: randomBytes(200_000) });
    s3.faults.add({ on: "GetObject", key: at.Key, times: 1, trouble: slowDown });
    expect(await codeOf(client.getObject(at))).to.equal("SlowDown");
    expect(await codeOf(client.getObject(at).then(({ Body }) => Body?.transformToByteArray()))).to.equal("none");
    s3.faults.add({ on: "HeadObject", key: /^folder/, trouble: accessDenied });
    expect((await client.headObject(at).catch((error) => error)).$metadata.httpStatusCode).to.equal(403);
    s3.faults.add({ on: "GetObject", times: 1, trouble: { kind: "cut", afterBytes: 100 } });
    const { Body } = await client.getObject(at);
    expect(await codeOf(Body?.transformToByteArray() ?? Promise.resolve())).to.equal("Error");
    expect(s3.counts.get("GetObject")).to.equal(3);
  });
});
