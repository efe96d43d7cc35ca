import { expect } from "chai";
import fc from "fast-check";
import { internalError, slowDown } from "../../../../local/s3/faults.ts";
import { type Account, accountId, anObject, region, startAccount, virtualClock } from "./account.ts";

/** Keys as people and services make them, and what few of them do: spaces, escapes, control characters, other scripts. */
const key = fc.oneof(
  fc.constantFrom("a", "b", "a/b", "a b", "a+b", "a%2Bb", "<a>&amp;", "\r\n\t", "\u0000", "é", "日本", "😀", "'\""),
  fc.string({ minLength: 1, maxLength: 5 }).filter((text) => !/^\.{1,2}(\/|$)|\/\.{1,2}(\/|$)|^\/|\/$/.test(text)),
);
const content = fc.record({
  versioning: fc.constantFrom("Enabled" as const, "Suspended" as const, undefined),
  versions: fc.array(fc.record({ key, marker: fc.boolean(), nameless: fc.boolean() }), { maxLength: 30 }),
  uploads: fc.array(key, { maxLength: 5 }),
  troubles: fc.uniqueArray(fc.record({ key, times: fc.integer({ min: 1, max: 8 }), slow: fc.boolean() }), {
    maxLength: 5,
    selector: (trouble) => trouble.key,
  }),
});

describe("buckets with whatever in them", () => {
  let account: Account;
  before(async () => {
    account = await startAccount();
  });
  after(() => account.stop());

  it("are counted as they are, emptied in spite of all that passes, and deleted; others are not touched", async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(content, async ({ versioning, versions, uploads, troubles }) => {
        account.s3.store.buckets.clear();
        account.s3.faults.clear();
        account.calls.length = 0;
        const bucket = account.bucket("panther-data", versioning === undefined ? {} : { versioning });
        const other = account.s3.store.createBucket("other", { region, owner: accountId, versioning: "Enabled" });
        for (const { key: name, marker, nameless } of versions) {
          other.versions.add({ key: name, modified: anObject.modified, object: anObject });
          if (versioning === undefined) bucket.objects.set(name, anObject);
          else {
            if (nameless) bucket.versions.remove(name, "null");
            const object = marker ? undefined : anObject;
            bucket.versions.add({ key: name, modified: anObject.modified, object, ...(nameless && { id: "null" }) });
          }
        }
        for (const [index, name] of uploads.entries()) {
          const id = `u${index}`;
          bucket.uploads.set(id, { id, key: name, initiated: anObject.modified, headers: {}, parts: new Map() });
        }
        for (const { key: name, times, slow } of troubles) {
          const trouble = slow ? slowDown : internalError;
          account.s3.faults.add({ on: "DeleteObjects", key: name, times, trouble });
        }
        const held = bucket.versions.size + (versioning === undefined ? bucket.objects.size : 0);
        const [plan, ...none] = await account.plans();
        expect(none).to.deep.equal([]);
        if (plan?.contents.kind !== "counted") return expect.fail("it was not counted");
        expect(plan.contents.versions + plan.contents.deleteMarkers).to.equal(held);
        expect(plan.contents.uploads).to.equal(uploads.length);
        const results = await account.remove([plan], { timing: virtualClock() });
        expect(results).to.deep.equal([{ kind: "deleted", name: "panther-data", versions: held }]);
        expect(bucket.uploads.size).to.equal(0);
        expect([...account.changed()]).to.deep.equal(["panther-data"]);
        expect(other.versions.size).to.equal(versions.length);
      }),
      { numRuns: 60 },
    );
  });
});
