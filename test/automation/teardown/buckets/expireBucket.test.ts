import type { Transition } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { accessDenied } from "../../../../local/s3/faults.ts";
import { type Account, fill, startAccount, virtualClock } from "./account.ts";

describe("a bucket with too much in it", () => {
  let account: Account;
  beforeEach(async () => {
    account = await startAccount();
  });
  afterEach(() => account.stop());

  const threshold = 20;
  const rulesOf = async (Bucket: string) =>
    (await account.apis.buckets.getBucketLifecycleConfiguration({ Bucket })).Rules ?? [];
  const ids = async (name: string) => (await rulesOf(name)).map(({ ID }) => ID);
  const expire = async () => account.remove(await account.plans({ threshold }));

  it("gets rules that expire everything, has its writers stopped, and is left as it is", async () => {
    const versioned = account.bucket("versioned", { versioning: "Enabled" });
    fill(versioned, 50);
    const plain = account.bucket("plain");
    fill(plain, 50);
    for (const { documents } of [versioned, plain]) documents.set("notification", "<NotificationConfiguration>…");
    expect(await expire()).to.deep.equal([
      { kind: "expiring", name: "plain", versions: 0, canGoAfter: "2026-11-23T00:00:00.000Z" },
      { kind: "expiring", name: "versioned", versions: 0, canGoAfter: "2026-11-26T00:00:00.000Z" },
    ]);
    expect(await rulesOf("versioned")).to.deep.equal([
      {
        ID: "panther-expire-everything-2026-11-21",
        Status: "Enabled",
        Filter: { Prefix: "" },
        Expiration: { Days: 1 },
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
      {
        ID: "panther-expire-everything-2026-11-21-markers",
        Status: "Enabled",
        Filter: { Prefix: "" },
        Expiration: { ExpiredObjectDeleteMarker: true },
      },
    ]);
    expect(versioned.documents.get("policy")).to.include("PantherTeardownStopsWriters");
    expect(versioned.documents.get("notification")).not.to.include("…");
    expect([versioned.versions.size, plain.objects.size]).to.deep.equal([50, 50]);
    expect(account.calls.some(({ operation }) => operation.startsWith("Delete"))).to.equal(false);
  });

  it("keeps rules that stand, also those of the older kind, and sizes that they go by", async () => {
    fill(account.bucket("panther-data"), 50);
    const Bucket = "panther-data";
    const transition: Transition = { Days: 30, StorageClass: "GLACIER" };
    const archive = { ID: "archive", Status: "Enabled" as const, Transitions: [transition] };
    const Rules = [
      { ...archive, Prefix: "logs/" },
      { ...archive, ID: "other", Prefix: "" },
    ];
    const TransitionDefaultMinimumObjectSize = "varies_by_storage_class" as const;
    const standing = { Bucket, TransitionDefaultMinimumObjectSize, LifecycleConfiguration: { Rules } };
    await account.apis.buckets.putBucketLifecycleConfiguration(standing);
    expect((await expire())[0]).to.include({ kind: "expiring" });
    const { $metadata: _, ...after } = await account.apis.buckets.getBucketLifecycleConfiguration({ Bucket });
    expect(after.Rules?.slice(0, 2)).to.deep.equal([
      { ...archive, Filter: { Prefix: "logs/" } },
      { ...archive, ID: "other", Filter: { Prefix: "" } },
    ]);
    expect(after.Rules).to.have.length(4);
    expect(after.TransitionDefaultMinimumObjectSize).to.equal("varies_by_storage_class");
  });

  it("is found again as expiring, with the date of the first run, and its rules are not made anew", async () => {
    fill(account.bucket("panther-data", { versioning: "Enabled" }), 50);
    await expire();
    const [plan] = await account.plans({ threshold });
    const expiring = { since: "2026-11-21", canGoAfter: "2026-11-26T00:00:00.000Z" };
    expect(plan).to.deep.include({ way: "expire", expiring });
    const before = account.s3.counts.get("PutBucketLifecycleConfiguration");
    const timing = virtualClock(new Date("2026-11-24T09:00:00Z"));
    const [result] = await account.remove(plan ? [plan] : [], { timing });
    expect(result).to.include({ kind: "expiring", canGoAfter: expiring.canGoAfter });
    expect(account.s3.counts.get("PutBucketLifecycleConfiguration")).to.equal(before);
  });

  it("is deleted by a later run, once S3 has expired most of it", async () => {
    const bucket = account.bucket("panther-data", { versioning: "Enabled" });
    fill(bucket, 50);
    await expire();
    bucket.versions.clear();
    fill(bucket, threshold - 1);
    expect(await expire()).to.deep.equal([{ kind: "deleted", name: "panther-data", versions: threshold - 1 }]);
    expect(account.s3.store.buckets.size).to.equal(0);
  });

  it("replaces the rule of Panther's own teardown, whose date nobody knows", async () => {
    fill(account.bucket("panther-data"), 50);
    const Rules = [
      { ID: "panther-expire-everything", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } } as const,
    ];
    const LifecycleConfiguration = { Rules };
    await account.apis.buckets.putBucketLifecycleConfiguration({ Bucket: "panther-data", LifecycleConfiguration });
    await expire();
    expect(await ids("panther-data")).to.deep.equal([
      "panther-expire-everything-2026-11-21",
      "panther-expire-everything-2026-11-21-markers",
    ]);
  });

  it("expires all the same where notifications and policy may not be touched; not where rules may not", async () => {
    for (const name of ["a", "b"]) fill(account.bucket(name), 50);
    account.s3.faults.add(
      { on: "PutBucketNotificationConfiguration", trouble: accessDenied },
      { on: "PutBucketPolicy", trouble: accessDenied },
      { on: "PutBucketLifecycleConfiguration", bucket: "b", trouble: accessDenied },
    );
    const [a, b] = await expire();
    expect(a).to.include({ kind: "expiring" });
    expect(b).to.include({ kind: "failed" }).and.have.property("why").that.includes("s3:PutLifecycleConfiguration");
    expect(account.events.filter(({ type }) => type === "bucket-notice")).to.have.length(4);
  });
});
