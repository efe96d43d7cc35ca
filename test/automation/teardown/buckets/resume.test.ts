import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "chai";
import fc from "fast-check";
import { withoutForeignAws } from "../../../../local/aws/environment.ts";
import { type Account, accountId, beginUploads, fill, region, startAccount } from "./account.ts";

const threshold = 2_500;

describe("a removal of buckets that is interrupted", () => {
  let account: Account;
  /** Called with the number of each request. */
  let onRequest: (number: number) => void;
  let requests: number;

  const setUp = async () => {
    requests = 0;
    onRequest = () => undefined;
    account = await startAccount({
      onRequest: () => {
        requests += 1;
        onRequest(requests);
      },
    });
    const versioned = account.bucket("versioned", { versioning: "Enabled" });
    fill(versioned, 2_300);
    beginUploads(versioned, 12);
    fill(account.bucket("plain"), 1_100);
    fill(account.bucket("large", { versioning: "Enabled" }), 3_000);
    fill(account.s3.store.createBucket("untagged", { region, owner: accountId }), 10);
    fill(account.bucket("elsewhere", { region: "us-east-1" }), 10);
  };

  /** Runs once more, without an interruption, and looks at what stands then. */
  const goesOn = async (where: string) => {
    onRequest = () => undefined;
    const results = await account.remove(await account.plans({ threshold }));
    const kinds = results.map(({ name, kind }) => `${name} ${kind}`);
    expect(kinds, where).to.include("large expiring");
    expect(
      kinds.filter((kind) => kind !== "large expiring").every((kind) => kind.endsWith(" deleted")),
      where,
    ).to.equal(true);
    expect([...account.s3.store.buckets.keys()].sort(), where).to.deep.equal(["elsewhere", "large", "untagged"]);
    const { Rules = [] } = await account.apis.buckets.getBucketLifecycleConfiguration({ Bucket: "large" });
    expect(Rules, where).to.have.length(2);
    const policy = JSON.parse(account.s3.store.bucket("large").documents.get("policy") ?? "{}");
    expect(policy.Statement, where).to.have.length(1);
    expect(account.s3.store.bucket("large").versions.size, where).to.equal(3_000);
    for (const name of ["elsewhere", "untagged"]) expect(account.s3.store.bucket(name).objects.size).to.equal(10);
    expect(account.changed().has("untagged"), where).to.equal(false);
    expect(account.changed().has("elsewhere"), where).to.equal(false);
  };

  it("ends with the signal's reason at any call, and goes on from there", async function () {
    this.timeout(120_000);
    const points = fc.integer({ min: 1, max: 45 });
    await fc.assert(
      fc.asyncProperty(points, async (point) => {
        await setUp();
        try {
          const plans = await account.plans({ threshold });
          const before = requests;
          const stop = new AbortController();
          const reason = new Error("SIGINT");
          onRequest = (number) => number === before + point && stop.abort(reason);
          // Where it is done before that, a second run finds the rest.
          const end = await account.remove(plans, { signal: stop.signal }).catch((error: unknown) => error);
          if (stop.signal.aborted) expect(end).to.equal(reason);
          await goesOn(`at call ${point}`);
        } finally {
          await account.stop();
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it("goes on after a kill at any call", async function () {
    this.timeout(120_000);
    for (const point of fc.sample(fc.integer({ min: 1, max: 24 }), 4)) {
      await setUp();
      try {
        const child = spawn(process.execPath, ["--import=tsx", `${import.meta.dirname}/removalProcess.ts`], {
          stdio: ["ignore", "inherit", "inherit"],
          env: {
            ...withoutForeignAws(process.env),
            AWS_ENDPOINT_URL: account.s3.endpoint,
            AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
            AWS_SECRET_ACCESS_KEY: "s",
            AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
            TEARDOWN_THRESHOLD: String(threshold),
          },
        });
        const ended = once(child, "close");
        // Its plan takes calls of its own before.
        let fromRemoval = 0;
        onRequest = () => {
          if (account.changed().size > 0) fromRemoval += 1;
          if (fromRemoval === point) child.kill("SIGKILL");
        };
        const [, signal] = await ended;
        expect(signal, `at call ${point}`).to.equal("SIGKILL");
        await goesOn(`killed at call ${point}`);
      } finally {
        await account.stop();
      }
    }
  });
});
