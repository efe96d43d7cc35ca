import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { copyRelease } from "../../../../automation/china/copy/copyRelease.ts";
import { downloadRelease } from "../../../../automation/china/copy/downloadRelease.ts";
import { bucketOfFolder, folderSource } from "../../../../automation/china/copy/folderSource.ts";
import { s3Source } from "../../../../automation/china/copy/s3Source.ts";
import { generatedKey } from "../../../../local/s3/body.ts";
import { accessDenied, type Fault, internalError, slowDown } from "../../../../local/s3/faults.ts";
import type { PantherError } from "../../../../model/error.ts";
import {
  chinaKey,
  mebibyte,
  outsideKey,
  release,
  type Sides,
  sourceRegion,
  startSides,
  targetBucket,
} from "./sides.ts";

describe("copy of a release where something goes wrong", () => {
  let sides: Sides;
  beforeEach(async () => {
    sides = await startSides({ sizes: [65 * mebibyte, 3 * mebibyte, 1000] });
  });
  afterEach(() => sides.stop());

  const copy = (more: object = {}) => copyRelease({ ...sides.reported, lint: null, ...more });
  const failure = (more: object = {}): Promise<PantherError> =>
    copy(more).then(
      () => expect.fail("it did not fail"),
      (error) => error,
    );
  const objects = () => sides.china.store.bucket(targetBucket).objects;
  const isComplete = () => objects().has(sides.keys.root);
  const asset = (index: number) => sides.keys.assets[index] ?? "";
  const kinds = ["put together of parts", "poured", "small"];

  for (const [index, kind] of kinds.entries()) {
    describe(`an asset that is ${kind}`, () => {
      const at = (fault: Omit<Fault, "key">) => ({ ...fault, key: asset(index) });

      it("is refused where it is damaged at the source, and nothing of it is kept", async () => {
        sides.outside.faults.add(at({ on: "GetObject", trouble: { kind: "corrupt" } }));
        const { code, message, fix } = await failure();
        expect(code).to.equal("copy-content-wrong");
        expect(message)
          .to.include(asset(index))
          .and.match(/SHA-1 of its content is [0-9a-f]{40}/);
        expect(fix).to.include("another region");
        expect(objects().has(asset(index))).to.equal(false);
        expect(sides.china.store.bucket(targetBucket).uploads.size).to.equal(0);
        expect(isComplete()).to.equal(false);
      });

      it("is read again where it was damaged on the way", async () => {
        sides.outside.faults.add(at({ on: "GetObject", times: 1, trouble: { kind: "corrupt" } }));
        await copy();
        expect(isComplete()).to.equal(true);
      });

      it("is read on where a connection breaks", async () => {
        sides.outside.faults.add(at({ on: "GetObject", times: 2, trouble: { kind: "cut", afterBytes: 700 } }));
        await copy();
        expect(isComplete()).to.equal(true);
      });

      it("is sent again where S3 asks for patience, or a connection breaks", async () => {
        const operation = index === 0 ? "UploadPart" : "PutObject";
        const key = asset(index);
        sides.china.faults.add({ on: operation, key, times: 1, trouble: slowDown });
        await copy();
        expect(isComplete()).to.equal(true);
        objects().clear();
        sides.china.faults.add({ on: operation, key, times: 1, trouble: { kind: "cut", afterBytes: 500 } });
        await copy();
        expect(isComplete()).to.equal(true);
      });

      it("ends the copy where it is missing, with who names it", async () => {
        sides.outside.store.bucket(`panther-enterprise-${sourceRegion}`).objects.delete(asset(index));
        const { code, message } = await failure();
        expect(code).to.equal("copy-source-missing");
        expect(message)
          .to.include(asset(index))
          .and.match(/Resources\.Function0\.Properties\.CodeUri/);
        expect(objects().size).to.equal(0);
      });
    });
  }

  it("gives up, with what to do, where S3 asks for patience all the time, and goes on later", async () => {
    sides.china.faults.add({ on: "PutObject", key: asset(2), trouble: slowDown });
    const { code, fix } = await failure();
    expect(code).to.equal("copy-throttled");
    expect(fix).to.include("same command again");
    expect(isComplete()).to.equal(false);
    sides.china.faults.clear();
    await copy();
    expect(isComplete()).to.equal(true);
  });

  it("tells an S3 that fails from one that asks for patience", async () => {
    sides.outside.faults.add({ on: "GetObject", trouble: internalError });
    expect(await failure()).to.include({ code: "copy-unreachable" });
    await sides.china.stop();
    sides.outside.faults.clear();
    const { code, fix } = await failure();
    expect(code).to.equal("copy-unreachable");
    expect(fix).to.include("panther china download");
  });

  it("does not keep what arrived damaged: S3 checks it against the hash", async () => {
    sides.china.faults.add({ on: "UploadPart", trouble: { kind: "corrupt" } });
    expect(await failure()).to.include({ code: "copy-upload-corrupted" });
    expect(objects().has(asset(0))).to.equal(false);
    expect(sides.china.store.bucket(targetBucket).uploads.size).to.equal(0);
  });

  it("says what the account has to be allowed where access is denied", async () => {
    sides.outside.faults.add({ on: "GetObject", trouble: accessDenied });
    const outside = await failure();
    expect(outside).to.include({ code: "copy-denied" });
    expect(outside.fix).to.include("authorised by Panther");
    sides.outside.faults.clear();
    sides.china.faults.add({ on: "PutObject", trouble: accessDenied });
    expect((await failure()).fix).to.include("s3:PutObject");
    sides.china.faults.clear();
    sides.china.faults.add({ on: "ListObjectsV2", trouble: accessDenied });
    expect((await failure()).fix).to.include("s3:ListBucket");
  });

  it("refuses a bucket outside China, one in another region, one of the other partition, and one that is not there", async () => {
    const { client } = sides.request.target;
    const target = { client, bucket: targetBucket, region: "us-east-1" };
    expect(await failure({ target })).to.include({ code: "copy-wrong-partition" });
    const elsewhere = { ...target, client: sides.clientFor("target", { region: "cn-northwest-1" }) };
    const inOther = await failure({ target: { ...elsewhere, region: "cn-northwest-1" } });
    expect(inOther).to.include({ code: "copy-wrong-region" });
    const absent = await failure({ target: { ...sides.request.target, bucket: `panther-enterprise-${sourceRegion}` } });
    expect(absent).to.include({ code: "copy-bucket-missing" });
    expect(absent.message).to.include("aws-cn");
    expect(sides.outside.counts.get("PutObject") ?? 0).to.equal(0);
    expect(objects().size).to.equal(0);
  });

  it("refuses credentials of the other partition on either side", async () => {
    const wrongTarget = sides.clientFor("target", { accessKey: outsideKey });
    const target = { ...sides.request.target, client: wrongTarget };
    expect(await failure({ target })).to.include({ code: "credentials-not-accepted" });
    const wrongSource = sides.clientFor("source", { accessKey: chinaKey });
    const source = s3Source({ client: wrongSource, region: sourceRegion });
    const refused = await failure({ source });
    expect(refused).to.include({ code: "credentials-not-accepted" });
    expect(refused.message).to.include("source");
  });

  it("says that a release is not published there, or no source bucket is", async () => {
    sides.outside.store.bucket(`panther-enterprise-${sourceRegion}`).objects.delete(sides.keys.root);
    expect(await failure()).to.include({ code: "release-not-published" });
    const source = s3Source({ client: sides.clientFor("source"), region: "us-gov-west-1" });
    expect(await failure({ source })).to.include({ code: "copy-bucket-missing" });
  });

  it("ends at an abort with its reason, and goes on from there", async () => {
    const stop = new AbortController();
    const reason = new Error("SIGINT");
    const report = (event: { readonly type: string }) => {
      if (event.type === "copy-progress") stop.abort(reason);
    };
    expect(await copy({ signal: stop.signal, report }).catch((error: unknown) => error)).to.equal(reason);
    expect(isComplete()).to.equal(false);
    expect(sides.china.store.bucket(targetBucket).uploads.size).to.equal(0);
    await copy();
    expect(isComplete()).to.equal(true);
  });

  it("takes sizes from a listing where there are many assets, and looks at each where it may not list", async () => {
    await sides.stop();
    sides = await startSides({ sizes: Array.from({ length: 250 }, (_, index) => index) });
    await copy();
    expect(sides.outside.counts.get("HeadObject") ?? 0).to.equal(0);
    objects().clear();
    sides.outside.faults.add({ on: "ListObjectsV2", key: "", trouble: accessDenied });
    await copy();
    expect(sides.outside.counts.get("HeadObject")).to.equal(250);
    expect(objects().has(generatedKey(250, 249))).to.equal(true);
  });

  describe("in two steps", () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), "panther-upload-"));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it("uploads from a folder what a copy brings, without the other side", async () => {
      await copy();
      const direct = new Map([...objects()].map(([key, { size }]) => [key, size]));
      objects().clear();
      await downloadRelease({ ...sides.reported, folder });
      await sides.outside.stop();
      expect(await bucketOfFolder(folder, release)).to.equal(`panther-enterprise-${sourceRegion}`);
      const source = folderSource(folder, await bucketOfFolder(folder, release));
      await copy({ source });
      direct.delete("v1.39.7/panther-copy.json");
      for (const [key, size] of direct) expect(objects().get(key)?.size, key).to.equal(size);
      expect(await copy({ source })).to.include({ toCopyObjects: 0 });
    });

    it("refuses a file that was damaged, and a folder that is not complete", async () => {
      await downloadRelease({ ...sides.reported, folder });
      const source = folderSource(folder, `panther-enterprise-${sourceRegion}`);
      await writeFile(join(folder, asset(2)), "x".repeat(1000));
      expect(await failure({ source })).to.include({ code: "copy-content-wrong" });
      await rm(join(folder, asset(2)));
      expect(await failure({ source })).to.include({ code: "copy-source-missing" });
      await rm(join(folder, sides.keys.root));
      expect(await failure({ source })).to.include({ code: "release-not-published" });
      const error = await bucketOfFolder(folder, release).catch((caught) => caught);
      expect(error).to.include({ code: "release-not-published" });
    });
  });
});
