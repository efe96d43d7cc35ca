import { type DeleteObjectsCommandInput, S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { accessDenied } from "../../../../local/s3/faults.ts";
import type { BucketResult } from "../../../../model/teardown/buckets/bucketResult.ts";
import { writersSid } from "../../../../model/teardown/buckets/writersPolicy.ts";
import { type Account, accountId, anObject, beginUploads, fill, ownTags, region, startAccount } from "./account.ts";

describe("the removal of buckets", () => {
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

  it("deletes versions, delete markers, uploads and the bucket, by the thousand", async () => {
    const versioned = account.bucket("versioned", { versioning: "Enabled" });
    fill(versioned, 4_500);
    beginUploads(versioned, 1_200);
    fill(account.bucket("plain"), 1_001);
    const suspended = account.bucket("suspended", { versioning: "Suspended" });
    fill(suspended, 30);
    suspended.versions.add({ key: "before-versioning", id: "null", modified: new Date(), object: anObject });
    account.bucket("empty");
    const results = await removeAll();
    expect(results).to.deep.equal([
      { kind: "deleted", name: "empty", versions: 0 },
      { kind: "deleted", name: "plain", versions: 1_001 },
      { kind: "deleted", name: "suspended", versions: 31 },
      { kind: "deleted", name: "versioned", versions: 4_500 },
    ]);
    expect(standing()).to.deep.equal([]);
    expect(countOf("DeleteObjects")).to.equal(5 + 2 + 1);
    expect(countOf("AbortMultipartUpload")).to.equal(1_200);
    const last = account.events
      .filter((event) => event.type === "bucket-progress" && event.bucket === "versioned")
      .at(-1);
    expect(last).to.include({ versions: 4_500, uploads: 1_200 });
    expect([...new Set(account.calls.filter(({ bucket }) => bucket !== "").map(({ owner }) => owner))]).to.deep.equal([
      accountId,
    ]);
  });

  it("changes nothing in any other bucket of the account", async () => {
    fill(account.bucket("panther-data", { versioning: "Enabled" }), 100);
    const others = [
      account.bucket("only-application", { tags: { Application: "Panther" } }),
      account.bucket("other-stack", { tags: { ...ownTags, Stack: "panther-core" } }),
      account.bucket("elsewhere", { region: "us-east-1" }),
      account.bucket("somebody-elses", { owner: "999999999999" }),
      account.s3.store.createBucket("untagged", { region, owner: accountId }),
    ];
    for (const other of others) fill(other, 10);
    await removeAll();
    expect([...account.changed()]).to.deep.equal(["panther-data"]);
    for (const { name, objects } of others) {
      expect(account.s3.store.buckets.has(name), name).to.equal(true);
      expect(objects.size, name).to.equal(10);
    }
  });

  it("leaves one alone that has lost its tags, or whose name is another account's by now", async () => {
    fill(account.bucket("retagged"), 3);
    fill(account.bucket("resold"), 3);
    const plans = await account.plans();
    fill(account.bucket("retagged", { tags: { Application: "Other" } }), 3);
    fill(account.bucket("resold", { owner: "999999999999" }), 3);
    const { retagged, resold } = byName(await account.remove(plans));
    expect(retagged).to.include({ kind: "failed" }).and.have.property("why").that.includes("not the tags");
    expect(resold).to.include({ kind: "failed" }).and.have.property("why").that.includes("AccessDenied");
    expect([...account.changed()]).to.deep.equal([]);
    // One that was named is deleted whatever its tags are.
    const named = plans
      .filter(({ name }) => name === "retagged")
      .map((plan) => ({ ...plan, foundBy: "name" as const }));
    expect(byName(await account.remove(named)).retagged).to.include({ kind: "deleted" });
  });

  it("stops writers first, keeping the policy that stands", async () => {
    const bucket = account.bucket("panther-data", { versioning: "Enabled" });
    fill(bucket, 10);
    const own = { Sid: "ForceSSL", Effect: "Deny", Principal: "*", Action: "s3:*", Condition: { Bool: {} } };
    bucket.documents.set("policy", JSON.stringify({ Version: "2012-10-17", Statement: [own] }));
    const plans = await account.plans();
    const before = account.calls.length;
    await account.remove(plans);
    const asked = account.calls.slice(before).map(({ operation }) => operation);
    expect(asked.indexOf("PutBucketPolicy")).to.be.greaterThan(-1).and.lessThan(asked.indexOf("ListObjectVersions"));
    const policy = JSON.parse(bucket.documents.get("policy") ?? "{}");
    expect(policy.Statement.map(({ Sid }: { Sid: string }) => Sid)).to.deep.equal(["ForceSSL", writersSid]);
    expect(policy.Statement[0]).to.deep.equal(own);
    // As it stood while it was emptied.
    account.s3.store.buckets.set("panther-data", bucket);
    const refused = await writerOf(account)
      .putObject({ Bucket: "panther-data", Key: "k", Body: "b" })
      .catch((error) => error);
    expect(refused).to.include({ name: "AccessDenied" });
  });

  it("deletes all the same where writers can't be stopped, and says so", async () => {
    fill(account.bucket("panther-data"), 3);
    account.s3.faults.add({ on: "PutBucketPolicy", trouble: accessDenied });
    expect((await removeAll())[0]).to.include({ kind: "deleted" });
    const notices = account.events.flatMap((event) => (event.type === "bucket-notice" ? [event.message] : []));
    expect(notices).to.have.length(1);
    expect(notices[0]).to.include("s3:PutBucketPolicy on bucket panther-data failed: AccessDenied");
  });

  it("deletes a bucket that was deleted at the same time", async () => {
    fill(account.bucket("panther-data"), 5);
    account.s3.faults.add({ on: "DeleteBucket", trouble: { kind: "error", status: 404, code: "NoSuchBucket" } });
    expect((await removeAll())[0]).to.deep.include({ kind: "deleted", versions: 5 });
  });

  it("deletes keys that XML can't hold, and those that have to be escaped", async () => {
    const bucket = account.bucket("panther-data", { versioning: "Enabled" });
    const keys = ["a\u0001b", "c\rd", "e+f g%20h", "<&>\"'", "ü/€/😀", " "];
    for (const key of keys) bucket.versions.add({ key, modified: anObject.modified, object: anObject });
    expect(await removeAll()).to.deep.equal([{ kind: "deleted", name: "panther-data", versions: keys.length }]);
    expect(countOf("DeleteObject")).to.equal(1);
  });

  it("keeps what is to be kept, with no call", async () => {
    fill(account.bucket("panther-data"), 5);
    const plans = await account.plans({ keepData: true });
    const before = account.calls.length;
    expect(await account.remove(plans)).to.deep.equal([{ kind: "kept", name: "panther-data", versions: 0 }]);
    expect(account.calls.length).to.equal(before);
  });

  it("has no more deletions under way than it may, over all buckets", async () => {
    await account.stop();
    account = await startAccount({ latency: 20 });
    for (const name of ["a", "b", "c"]) fill(account.bucket(name), 3_000);
    let under = 0;
    let most = 0;
    const { buckets } = account.apis;
    const deleteObjects = async (input: DeleteObjectsCommandInput) => {
      under += 1;
      most = Math.max(most, under);
      return buckets.deleteObjects(input).finally(() => {
        under -= 1;
      });
    };
    const counted = Object.create(buckets, { deleteObjects: { value: deleteObjects } });
    await account.remove(await account.plans(), { apis: { ...account.apis, buckets: counted }, concurrency: 2 });
    expect(most).to.equal(2);
    expect(standing()).to.deep.equal([]);
  });
});

function writerOf({ s3 }: Account): S3 {
  const credentials = { accessKeyId: "AKIAWRITER", secretAccessKey: "s" };
  return new S3({ region, endpoint: s3.endpoint, credentials, maxAttempts: 1 });
}
