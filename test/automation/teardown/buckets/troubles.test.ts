import { expect } from "chai";
import { accessDenied, internalError, slowDown } from "../../../../local/s3/faults.ts";
import { keep } from "../../../../local/s3/store.ts";
import type { BucketResult } from "../../../../model/teardown/buckets/bucketResult.ts";
import { type Account, anObject, beginUploads, fill, startAccount, virtualClock } from "./account.ts";

describe("the removal of buckets where something is in the way", () => {
  let account: Account;
  beforeEach(async () => {
    account = await startAccount();
  });
  afterEach(() => account.stop());

  const standing = () => [...account.s3.store.buckets.keys()].sort();
  const countOf = (operation: string) => account.s3.counts.get(operation as "DeleteBucket") ?? 0;
  const removeAll = async () => account.remove(await account.plans());
  const byName = (results: readonly BucketResult[]) =>
    Object.fromEntries(results.map((result) => [result.name, result]));

  it("tries single keys again that S3 could not delete, with pauses that grow", async () => {
    const bucket = account.bucket("panther-data");
    fill(bucket, 1_000);
    const [one = "", other = ""] = bucket.objects.keys();
    account.s3.faults.add(
      { on: "DeleteObjects", key: one, times: 3, trouble: slowDown },
      { on: "DeleteObjects", key: other, times: 2, trouble: internalError },
    );
    const timing = virtualClock();
    const results = await account.remove(await account.plans(), { timing });
    expect(results).to.deep.equal([{ kind: "deleted", name: "panther-data", versions: 1_000 }]);
    expect(timing.slept).to.deep.equal([100, 200, 400]);
    expect(countOf("DeleteObjects")).to.equal(4);
  });

  it("tries a key again that comes back from S3 as another one: XML does not keep all white space", async () => {
    for (const [name, versioning] of [
      ["plain", undefined],
      ["versioned", "Enabled"],
    ] as const) {
      const bucket = account.bucket(name, versioning === undefined ? {} : { versioning });
      for (const key of [" \r\n", "other"]) keep(bucket, key, anObject);
    }
    account.s3.faults.add({ on: "DeleteObjects", key: " \r\n", times: 6, trouble: internalError });
    expect(await removeAll()).to.deep.equal([
      { kind: "deleted", name: "plain", versions: 2 },
      { kind: "deleted", name: "versioned", versions: 2 },
    ]);
    // None of them was left to a second look.
    expect(countOf("ListObjectVersions")).to.equal(4);
  });

  it("finds it well that somebody has ended an upload", async () => {
    beginUploads(account.bucket("panther-data"), 3);
    account.s3.faults.add({
      on: "AbortMultipartUpload",
      times: 1,
      trouble: { kind: "error", status: 404, code: "NoSuchUpload" },
    });
    const { uploads } = account.s3.store.bucket("panther-data");
    expect((await removeAll())[0]).to.include({ kind: "deleted" });
    expect(uploads.size).to.equal(1);
  });

  it("gives up on a key that fails again and again, and goes on from there later", async () => {
    fill(account.bucket("panther-data"), 20);
    fill(account.bucket("quiet"), 20);
    const [key = ""] = account.s3.store.bucket("panther-data").objects.keys();
    account.s3.faults.add({ on: "DeleteObjects", bucket: "panther-data", key, trouble: internalError });
    const { "panther-data": failed, quiet } = byName(await removeAll());
    expect(failed).to.deep.include({ kind: "failed", versions: 19 });
    expect(failed).to.have.property("why").that.includes(key).and.includes("InternalError");
    expect(quiet).to.include({ kind: "deleted" });
    account.s3.faults.clear();
    expect(await removeAll()).to.deep.equal([{ kind: "deleted", name: "panther-data", versions: 1 }]);
  });

  for (const [on, action] of [
    ["ListObjectVersions", "s3:ListBucketVersions"],
    ["DeleteObjects", "s3:DeleteObjectVersion"],
    ["DeleteBucket", "s3:DeleteBucket"],
    ["GetBucketTagging", "s3:GetBucketTagging"],
  ] as const) {
    it(`goes on with the others where one denies ${action}, and says who may look after it`, async () => {
      for (const name of ["a", "b", "c"]) fill(account.bucket(name, { versioning: "Enabled" }), 50);
      const plans = await account.plans();
      account.s3.faults.add({ on, bucket: "b", trouble: accessDenied });
      const { a, b, c } = byName(await account.remove(plans));
      expect([a?.kind, c?.kind]).to.deep.equal(["deleted", "deleted"]);
      expect(b).to.include({ kind: "failed", versions: on === "DeleteBucket" ? 50 : 0 });
      expect(b).to.have.property("why").that.includes(`${action} on bucket b failed: AccessDenied`);
      expect(standing()).to.deep.equal(["b"]);
    });
  }

  it("deletes what it may, where single keys are denied", async () => {
    const bucket = account.bucket("panther-data", { versioning: "Enabled" });
    fill(bucket, 30);
    account.s3.faults.add({ on: "DeleteObjects", key: /000003|000004/, trouble: accessDenied });
    const [result] = await removeAll();
    expect(result).to.include({ kind: "failed", versions: 24 });
    expect(result).to.have.property("why").that.includes("6 versions, the first of them logs/00000");
    expect(bucket.versions.size).to.equal(6);
  });

  for (const operation of [
    "GetBucketTagging",
    "ListObjectVersions",
    "DeleteObjects",
    "ListMultipartUploads",
  ] as const) {
    it(`finds it well that a bucket is gone at ${operation}`, async () => {
      await account.stop();
      let planned = false;
      account = await startAccount({
        onRequest: (request) => {
          if (planned && request.operation === operation) account.s3.store.buckets.delete("going");
        },
      });
      for (const name of ["going", "staying"]) fill(account.bucket(name), 5);
      const plans = await account.plans();
      planned = true;
      const { going, staying } = byName(await account.remove(plans));
      expect(going?.kind).to.equal("gone");
      expect(staying?.kind).to.equal("deleted");
    });
  }

  it("tells legal holds, retention and MFA delete apart, and deletes all else", async () => {
    const until = new Date("2099-01-01T00:00:00Z");
    const locks = {
      held: { legalHold: true as const },
      compliance: { lock: { mode: "COMPLIANCE" as const, until } },
      governance: { lock: { mode: "GOVERNANCE" as const, until } },
    };
    for (const [name, lock] of Object.entries(locks)) {
      const bucket = account.bucket(name, { versioning: "Enabled", objectLock: true });
      fill(bucket, 10);
      bucket.versions.add({ key: "kept", modified: anObject.modified, object: anObject, ...lock });
    }
    fill(account.bucket("mfa", { versioning: "Enabled", mfaDelete: true }), 10);
    const { held, compliance, governance, mfa } = byName(await removeAll());
    for (const result of [held, compliance, governance]) expect(result).to.include({ kind: "failed", versions: 10 });
    expect(held).to.have.property("fix").that.includes("put-object-legal-hold");
    expect(compliance).to.have.property("why").that.includes("until 2099-01-01");
    expect(compliance).to.have.property("fix").that.includes("not even the root user");
    expect(governance).to.have.property("fix").that.includes("--bypass-governance-retention");
    expect(mfa).to.include({ kind: "failed", versions: 0 }).and.have.property("fix").that.includes("root user");
    expect(account.changed().has("mfa")).to.equal(false);
  });

  it("says that credentials have run out, and goes on later", async () => {
    for (const name of ["a", "b"]) fill(account.bucket(name), 5);
    const plans = await account.plans();
    account.s3.faults.add({ on: "DeleteObjects", trouble: { kind: "error", status: 400, code: "ExpiredToken" } });
    expect(await account.remove(plans).catch((error) => error)).to.include({ code: "credentials-expired" });
    account.s3.faults.clear();
    expect((await removeAll()).map(({ kind }) => kind)).to.deep.equal(["deleted", "deleted"]);
  });
});
