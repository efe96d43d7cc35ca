import type { GetMetricDataCommandInput } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { planBucket } from "../../../../automation/teardown/buckets/planBuckets.ts";
import { accessDenied } from "../../../../local/s3/faults.ts";
import { type Account, accountId, beginUploads, fill, ownTags, region, startAccount, virtualClock } from "./account.ts";

describe("the plan of a teardown's buckets", () => {
  let account: Account;
  beforeEach(async () => {
    account = await startAccount();
  });
  afterEach(() => account.stop());

  const countOf = (operation: string) => account.s3.counts.get(operation as "DeleteBucket") ?? 0;

  it("has those with both tags, of this region and account, and no other", async () => {
    account.bucket("panther-data");
    account.bucket("only-application", { tags: { Application: "Panther" } });
    account.bucket("other-stack", { tags: { ...ownTags, Stack: "panther-core" } });
    account.bucket("other-case", { tags: { application: "Panther", stack: "panther-bootstrap" } });
    account.bucket("elsewhere", { region: "us-east-1" });
    account.bucket("somebody-elses", { owner: "999999999999" });
    account.s3.store.createBucket("untagged", { region, owner: accountId });
    const looks = await account.plan();
    expect(
      looks.map((look) => (look.kind === "planned" ? look.bucket.name : `${look.kind} ${look.name}`)),
    ).to.deep.equal(["panther-data", "unreadable somebody-elses"]);
    expect(account.calls.some(({ bucket }) => bucket === "elsewhere")).to.equal(false);
    expect([...account.changed()]).to.deep.equal([]);
    const ofBuckets = account.calls.filter(({ bucket }) => bucket !== "");
    expect([...new Set(ofBuckets.map(({ owner }) => owner))]).to.deep.equal([accountId]);
  });

  it("takes a bucket's own word for its region where the listing has none", async () => {
    account.bucket("panther-data");
    account.bucket("elsewhere", { region: "us-east-1" });
    const listBuckets = async () => ({ Buckets: [{ Name: "panther-data" }, { Name: "elsewhere" }] });
    const buckets = Object.create(account.apis.buckets, { listBuckets: { value: listBuckets } });
    const plans = await account.plans({ apis: { ...account.apis, buckets } });
    expect(plans.map(({ name }) => name)).to.deep.equal(["panther-data"]);
    expect(account.calls.every(({ owner }) => owner === accountId)).to.equal(true);
  });

  it("counts versions, delete markers and uploads, also without versioning", async () => {
    const versioned = account.bucket("versioned", { versioning: "Enabled" });
    fill(versioned, 2002);
    beginUploads(versioned, 1003);
    fill(account.bucket("plain"), 1500);
    account.bucket("empty", { versioning: "Suspended" });
    const plans = await account.plans();
    expect(plans).to.deep.equal([
      {
        name: "empty",
        region,
        contents: { kind: "counted", versions: 0, deleteMarkers: 0, uploads: 0 },
        versioned: true,
        way: "delete",
      },
      {
        name: "plain",
        region,
        contents: { kind: "counted", versions: 1500, deleteMarkers: 0, uploads: 0 },
        versioned: false,
        way: "delete",
      },
      {
        name: "versioned",
        region,
        contents: { kind: "counted", versions: 1335, deleteMarkers: 667, uploads: 1003 },
        versioned: true,
        way: "delete",
      },
    ]);
  });

  for (const [count, way, pages] of [
    [9_999, "delete", 10],
    [10_000, "expire", 10],
    [10_001, "expire", 10],
    [12_500, "expire", 10],
  ] as const) {
    it(`has ${count} ${way}, with no call beyond the threshold`, async () => {
      fill(account.bucket("panther-data", { versioning: "Enabled" }), count);
      const [plan] = await account.plans();
      expect(plan?.way).to.equal(way);
      if (way === "expire") expect(plan?.contents).to.deep.equal({ kind: "at-least", versions: 10_000 });
      expect(countOf("ListObjectVersions")).to.equal(pages);
      // At the threshold it no longer matters how many uploads there are.
      expect(countOf("ListMultipartUploads")).to.equal(way === "expire" ? 0 : 1);
    });
  }

  it("counts uploads towards the threshold, and keeps to one that is set", async () => {
    const bucket = account.bucket("panther-data", { versioning: "Enabled" });
    fill(bucket, 1200);
    beginUploads(bucket, 299);
    expect((await account.plans({ threshold: 1500 }))[0]?.way).to.equal("delete");
    beginUploads(bucket, 300);
    const [plan] = await account.plans({ threshold: 1500 });
    expect(plan).to.deep.include({ way: "expire", contents: { kind: "at-least", versions: 1500 } });
  });

  it("keeps data where that is wanted", async () => {
    fill(account.bucket("panther-data"), 5);
    expect((await account.plans({ keepData: true })).map(({ way }) => way)).to.deep.equal(["keep"]);
  });

  it("says of one that can't be read why, and reads the others", async () => {
    for (const name of ["a", "b", "c", "d"]) fill(account.bucket(name), 3);
    account.s3.faults.add(
      { on: "ListObjectVersions", bucket: "a", trouble: accessDenied },
      { on: "GetBucketTagging", bucket: "b", trouble: accessDenied },
      { on: "GetBucketVersioning", bucket: "c", trouble: accessDenied },
      { on: "GetBucketLifecycleConfiguration", bucket: "c", trouble: accessDenied },
    );
    const looks = await account.plan();
    const [a, b, c, d] = looks;
    expect([a, b].map((look) => look?.kind)).to.deep.equal(["unreadable", "unreadable"]);
    expect(a).to.have.property("why").that.includes("s3:ListBucketVersions on bucket a failed: AccessDenied");
    expect(b).to.have.property("fix").that.includes("s3:GetBucketTagging");
    // Not knowing its versioning, what takes longer is assumed.
    expect(c).to.have.nested.property("bucket.versioned", true);
    expect(d?.kind).to.equal("planned");
  });

  it("leaves out one that goes while it is looked at", async () => {
    await account.stop();
    account = await startAccount({
      onRequest: ({ operation }) => {
        if (operation === "ListObjectVersions") account.s3.store.buckets.delete("going");
      },
    });
    account.bucket("going");
    expect(await account.plan()).to.deep.equal([]);
  });

  it("says which buckets can't be listed, and that credentials have run out", async () => {
    const failing = async (code: string) => {
      account.s3.faults.clear();
      account.s3.faults.add({ on: "ListBuckets", trouble: { kind: "error", status: 403, code } });
      return account.plan().catch((error) => error);
    };
    expect(await failing("AccessDenied")).to.include({ code: "buckets-not-listed" });
    expect(await failing("ExpiredToken")).to.include({ code: "credentials-expired" });
    account.s3.faults.clear();
    account.bucket("panther-data");
    account.s3.faults.add({ on: "GetBucketTagging", trouble: { kind: "error", status: 400, code: "ExpiredToken" } });
    expect(await account.plan().catch((error) => error)).to.include({ code: "credentials-expired" });
  });

  it("warns of MFA delete and of Object Lock", async () => {
    account.bucket("mfa", { versioning: "Enabled", mfaDelete: true });
    account.bucket("locked", { versioning: "Enabled", objectLock: true });
    const [locked, mfa] = await account.plans();
    expect(locked?.obstacle).to.include({ kind: "object-lock" });
    expect(mfa?.obstacle).to.include({ kind: "mfa-delete" });
    expect(mfa?.obstacle?.fix).to.include("put-bucket-versioning --bucket mfa");
  });

  it("has bytes from CloudWatch, all storage classes together, where there are some", async () => {
    for (const name of ["a", "b"]) account.bucket(name);
    const getMetricData = async ({ MetricDataQueries = [], EndTime }: GetMetricDataCommandInput) => {
      expect(EndTime).to.deep.equal(virtualClock().now());
      const results = MetricDataQueries.map(({ Id, MetricStat }) => {
        const [bucket, type] = (MetricStat?.Metric?.Dimensions ?? []).map(({ Value }) => Value);
        const Values =
          bucket !== "a" ? [] : type === "StandardStorage" ? [700, 600] : type === "GlacierStorage" ? [11] : [];
        return { Id, Values };
      });
      return { MetricDataResults: results, $metadata: {} };
    };
    const metrics = { getMetricData } as unknown as typeof account.apis.metrics;
    expect((await account.plans({ apis: { ...account.apis, metrics } })).map(({ bytes }) => bytes)).to.deep.equal([
      711,
      undefined,
    ]);
    const failing = { getMetricData: async () => Promise.reject(new Error("AccessDenied")) };
    expect(await account.plans({ apis: { ...account.apis, metrics: failing } })).to.have.length(2);
  });

  it("reads one bucket by its name, whatever its tags", async () => {
    fill(account.s3.store.createBucket("releases", { region, owner: accountId }), 3);
    const request = { apis: account.apis, accountId, region, threshold: 100, keepData: false };
    const rest = { timing: virtualClock(), signal: new AbortController().signal };
    const look = await planBucket("releases", { ...request, ...rest });
    expect(look).to.have.nested.property("bucket.foundBy", "name");
    expect(await planBucket("absent", { ...request, ...rest })).to.equal(undefined);
  });

  it("ends at an abort with its reason", async () => {
    account.bucket("panther-data");
    const reason = new Error("SIGINT");
    expect(await account.plan({ signal: AbortSignal.abort(reason) }).catch((error) => error)).to.equal(reason);
  });
});
