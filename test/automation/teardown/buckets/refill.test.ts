import { expect } from "chai";
import { accessDenied } from "../../../../local/s3/faults.ts";
import { keep } from "../../../../local/s3/store.ts";
import type { StoredObject } from "../../../../local/s3/storedObject.ts";
import { type Account, anObject, fill, startAccount, virtualClock } from "./account.ts";

describe("a bucket that fills up while it is emptied", () => {
  let account: Account;
  /** How often something is written before the bucket is deleted. */
  let writes: number;
  /** When it says that it was written. */
  let written: (number: number) => Date;
  beforeEach(async () => {
    writes = 0;
    written = (number) => new Date(anObject.modified.getTime() + 1_000 * (2_000 - number));
    account = await startAccount({
      onRequest: ({ operation, bucket }) => {
        if (operation !== "DeleteBucket" || writes === 0) return;
        writes -= 1;
        const object: StoredObject = { ...anObject, modified: written(writes) };
        keep(account.s3.store.bucket(bucket), `elb-logs/${writes}`, object);
      },
    });
    fill(account.bucket("panther-data", { versioning: "Enabled" }), 30);
  });
  afterEach(() => account.stop());

  const refills = () => account.events.flatMap((event) => (event.type === "bucket-refilled" ? [event.key] : []));

  it("is noticed, emptied again, and deleted", async () => {
    writes = 2;
    const timing = virtualClock();
    expect(await account.remove(await account.plans(), { timing })).to.deep.equal([
      { kind: "deleted", name: "panther-data", versions: 32 },
    ]);
    expect(refills()).to.deep.equal(["elb-logs/1", "elb-logs/0"]);
    // A policy takes its time to be known everywhere.
    expect(timing.slept).to.deep.equal([1_000, 2_000]);
  });

  it("ends as such where that does not stop, with what was written, and stops no other", async () => {
    fill(account.bucket("quiet"), 5);
    const plans = await account.plans();
    account.s3.faults.add({ on: "PutBucketPolicy", trouble: accessDenied });
    writes = 1_000;
    const [data] = await account.remove(plans.filter(({ name }) => name === "panther-data"));
    expect(data).to.include({ kind: "refilling", versions: 35 });
    expect(data).to.have.property("why").that.includes("elb-logs/995");
    expect(data).to.have.property("fix").that.includes("s3:PutBucketPolicy");
    writes = 0;
    const again = await account.remove(await account.plans());
    expect(again.map(({ kind }) => kind)).to.deep.equal(["deleted", "deleted"]);
  });

  it("is not taken for one that S3 has not listed whole", async () => {
    writes = 1;
    // Not newer than what was there: a listing had left it out.
    written = () => anObject.modified;
    expect(await account.remove(await account.plans())).to.deep.equal([
      { kind: "deleted", name: "panther-data", versions: 31 },
    ]);
    expect(refills()).to.deep.equal([]);
  });

  it("is not taken for one that S3 does not delete though it is empty", async () => {
    account.s3.faults.add({ on: "DeleteBucket", trouble: { kind: "error", status: 409, code: "OperationAborted" } });
    const [result] = await account.remove(await account.plans());
    expect(result).to.include({ kind: "failed" }).and.have.property("why").that.includes("OperationAborted");
    expect(refills()).to.deep.equal([]);
  });
});
