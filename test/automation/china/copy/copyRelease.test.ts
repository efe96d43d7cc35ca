import { createHash } from "node:crypto";
import { expect } from "chai";
import type { CopyEvent, CopyPlan } from "../../../../automation/china/copy/copyEvents.ts";
import { copyRelease, planCopy } from "../../../../automation/china/copy/copyRelease.ts";
import { bytesOf } from "../../../../local/s3/body.ts";
import type { StoredObject } from "../../../../local/s3/storedObject.ts";
import { mebibyte, release, type Sides, startSides, targetBucket, targetRegion, usualSizes } from "./sides.ts";

describe("copy of a release", () => {
  let sides: Sides;
  beforeEach(async () => {
    sides = await startSides();
  });
  afterEach(() => sides.stop());

  const copy = (more: object = {}) => copyRelease({ ...sides.reported, lint: null, ...more });
  const objects = () => sides.china.store.bucket(targetBucket).objects;
  const bytes = ({ body, size }: StoredObject) => Buffer.concat([...bytesOf(body, 0, size)]);
  const textAt = (key: string) => {
    const object = objects().get(key);
    return object ? bytes(object).toString() : "";
  };
  const keysAtRoot = () => [...objects().keys()].filter((key) => !key.includes("/"));

  it("brings templates for China under their new hashes, and all that they need as it is", async () => {
    await copy();
    const { keys } = sides;
    for (const key of keysAtRoot()) {
      const object = objects().get(key);
      expect(object && createHash("sha1").update(bytes(object)).digest("hex"), key).to.equal(key);
    }
    expect(keysAtRoot()).to.include.members(keys.assets);
    expect(keysAtRoot()).to.not.include(keys.appsync.schema);
    const root = textAt(keys.root);
    expect(root).to.not.match(/panther-enterprise|Appsync/);
    const host = `https://${targetBucket}.s3.${targetRegion}.amazonaws.com.cn/`;
    const nested = [...root.matchAll(/TemplateURL: (\S+)/g)].map(([, url = ""]) => url);
    expect(nested).to.have.length(3);
    for (const url of nested) {
      expect(url.startsWith(host)).to.equal(true);
      expect(textAt(url.slice(host.length))).to.include(`s3://${targetBucket}/`);
    }
    expect(textAt(sides.roleKey)).to.include("DeploymentRole");
  });

  it("brings the root template last", async () => {
    const written: string[] = [];
    await sides.stop();
    const onRequest = ({ operation, key }: { readonly operation: string; readonly key: string }) => {
      if (operation === "PutObject" || operation === "CompleteMultipartUpload") written.push(key);
    };
    sides = await startSides({ china: { onRequest } });
    await copy();
    expect(written.at(-1)).to.equal(sides.keys.root);
    expect(written.filter((key) => key === sides.keys.root)).to.have.length(1);
  });

  it("plans what it then does, in objects and bytes, and says how far it is", async () => {
    const planned = await planCopy(sides.request);
    expect(objects().size).to.equal(0);
    const plan = await copy();
    expect(plan).to.deep.equal(planned);
    const brought = [...objects()].filter(([key]) => !key.endsWith("panther-copy.json"));
    const size = brought.reduce((sum, [, object]) => sum + object.size, 0);
    const what = { release, objects: brought.length, bytes: size, toCopyObjects: brought.length, toCopyBytes: size };
    expect(plan).to.deep.include({ ...what, complete: false, images: [] });
    const types = sides.events.map(({ type }) => type);
    expect(types[0]).to.equal("copy-planned");
    expect(types.at(-1)).to.equal("copy-finished");
    const last = sides.events.findLast(({ type }) => type === "copy-progress");
    const done = { objectsDone: brought.length, objects: brought.length, bytesDone: size, bytes: size };
    expect(last).to.deep.equal({ type: "copy-progress", ...done });
  });

  it("has S3 check each object against the hash of what was verified", async () => {
    await sides.stop();
    sides = await startSides({ sizes: [64 * mebibyte + 1, 20 * mebibyte, 100_000] });
    await copy();
    const [parts = "", poured = "", small = ""] = sides.keys.assets;
    for (const key of [poured, small]) {
      const value = Buffer.from(key, "hex").toString("base64");
      expect(objects().get(key)?.checksum).to.deep.equal({ algorithm: "SHA1", value, type: "FULL_OBJECT" });
    }
    const large = objects().get(parts);
    expect(large?.checksum).to.include({ algorithm: "SHA256", type: "COMPOSITE" });
    expect(large && createHash("sha1").update(bytes(large)).digest("hex")).to.equal(parts);
    for (const [key, { checksum }] of objects()) expect(checksum, key).to.not.equal(undefined);
    objects().delete("v1.39.7/panther-copy.json");
    expect(await copy()).to.include({ toCopyObjects: 0 });
  });

  it("copies nothing a second time, without a look at each object", async () => {
    const first = await copy();
    const heads = () => sides.china.counts.get("HeadObject") ?? 0;
    const puts = () => sides.china.counts.get("PutObject") ?? 0;
    const before = [heads(), puts()];
    const expected: CopyPlan = { ...first, toCopyObjects: 0, toCopyBytes: 0, complete: true };
    expect(await copy()).to.deep.equal(expected);
    expect(await planCopy(sides.request)).to.deep.equal(expected);
    expect([heads(), puts()]).to.deep.equal(before);
  });

  it("knows by the objects alone what is there, where nobody has written down what a copy brought", async () => {
    await copy();
    objects().delete("v1.39.7/panther-copy.json");
    const reads = sides.outside.counts.get("GetObject") ?? 0;
    expect(await copy()).to.include({ toCopyObjects: 0, complete: true });
    // Templates alone: root, four nested ones, and the role's, which lies in another region.
    expect((sides.outside.counts.get("GetObject") ?? 0) - reads).to.equal(1 + 4 + 2);
    expect(objects().has("v1.39.7/panther-copy.json")).to.equal(true);
  });

  it("does the same where ETags say nothing of the content, as with a KMS key", async () => {
    await sides.stop();
    sides = await startSides();
    sides.china.store.createBucket(targetBucket, { region: targetRegion, etags: "opaque" });
    await copy();
    expect(await copy()).to.include({ toCopyObjects: 0, complete: true });
    objects().delete("v1.39.7/panther-copy.json");
    expect(await copy()).to.include({ toCopyObjects: 0, complete: true });
  });

  it("brings again what was removed or overwritten, and nothing else", async () => {
    await copy();
    const [parts = "", other = "", small = ""] = sides.keys.assets;
    objects().delete(parts);
    const { client } = sides.request.target;
    for (const Key of [other, small]) await client.putObject({ Bucket: targetBucket, Key, Body: "somebody else's" });
    expect(await planCopy(sides.request)).to.include({ toCopyObjects: 3 });
    await copy();
    expect(objects().get(other)?.size).to.equal(usualSizes[1]);
    expect(await copy()).to.include({ toCopyObjects: 0 });
    objects().delete("v1.39.7/panther-copy.json");
    await client.putObject({ Bucket: targetBucket, Key: other, Body: "somebody else's" });
    expect(await copy()).to.include({ toCopyObjects: 1 });
  });

  it("brings a root template again that is another one", async () => {
    await copy();
    const right = textAt(sides.keys.root);
    await sides.request.target.client.putObject({
      Bucket: targetBucket,
      Key: sides.keys.root,
      Body: `${right}# by hand`,
    });
    expect(await copy()).to.include({ toCopyObjects: 1 });
    expect(textAt(sides.keys.root)).to.equal(right);
  });

  it("trusts no note of a copy of another content of the same release", async () => {
    await copy();
    const note = textAt("v1.39.7/panther-copy.json");
    for (const wrong of [note.replace(/"transform": "./, '"transform": "x'), "{}", "no JSON"]) {
      await sides.request.target.client.putObject({
        Bucket: targetBucket,
        Key: "v1.39.7/panther-copy.json",
        Body: wrong,
      });
      expect(await copy()).to.include({ complete: true });
      expect(textAt("v1.39.7/panther-copy.json")).to.equal(note);
    }
  });

  it("shows in a dry run how each template changes, and writes nothing", async () => {
    const plan = await copy({ dryRun: true });
    expect(plan.toCopyObjects).to.be.greaterThan(0);
    expect(objects().size).to.equal(0);
    const differences = sides.events.flatMap((event) => (event.type === "copy-difference" ? [event] : []));
    // The role's template is the same on both sides.
    expect(differences.map(({ template }) => template)).to.have.members([...sides.keys.nested, sides.keys.root]);
    const root = differences.find(({ template }) => template === sides.keys.root);
    expect(root?.patch)
      .to.match(/^-.*Appsync:$/m)
      .and.match(/^\+.*\.amazonaws\.com\.cn/m);
    await copy();
    sides.events.length = 0;
    expect(await copy({ dryRun: true })).to.include({ complete: true });
    expect(sides.events.filter(({ type }) => type === "copy-difference")).to.have.length(differences.length);
  });

  it("plans with a bucket that is not there yet as with an empty one", async () => {
    // As long as the other's name, which stands in templates.
    const bucket = targetBucket.replace("example", "missing");
    const plan = await planCopy({ ...sides.request, target: { ...sides.request.target, bucket } });
    expect(plan).to.deep.equal({ ...(await planCopy(sides.request)), target: `s3://${bucket}` });
  });

  it("goes without the role where somebody else manages it, or none is published", async () => {
    const all = await planCopy(sides.request);
    const without = await planCopy({ ...sides.request, role: false });
    expect(all.objects - without.objects).to.equal(1);
    sides.outside.store.bucket("panther-public-cloudformation-templates").objects.clear();
    expect(await copy()).to.include({ objects: without.objects });
    const notices = sides.events.filter((event: CopyEvent) => event.type === "copy-notice");
    expect(notices.map(({ message }) => message).join()).to.match(/role template of 1\.39/);
  });

  it("brings the web app's template as it is where that is wanted", async () => {
    const bucket = sides.outside.store.bucket(`panther-enterprise-us-west-1`);
    const text = `Resources:\n  Api:\n    Type: AWS::AppSync::GraphQLSchema\n    Properties:\n      DefinitionS3Location: s3://${bucket.name}/${sides.keys.appsync.schema}\n`;
    const body = { kind: "bytes", chunks: [Buffer.from(text)] } as const;
    const object = { size: text.length, etag: "e", modified: new Date(), headers: {}, body };
    bucket.objects.set("v1.39.7/proxy_panther.yml", object);
    await copy({ web: true });
    expect(textAt("v1.39.7/proxy_panther.yml")).to.equal(text);
    expect(keysAtRoot()).to.include(sides.keys.appsync.schema);
  });

  it("removes what killed copies have left of uploads a day ago, and nobody else's", async () => {
    const { uploads } = sides.china.store.bucket(targetBucket);
    const [key = ""] = sides.keys.assets;
    const left = (id: string, of: string, age: number) =>
      uploads.set(id, { id, key: of, initiated: new Date(Date.now() - age), headers: {}, parts: new Map() });
    const hour = 3_600_000;
    left("old", key, 25 * hour);
    left("under-way", key, hour);
    left("foreign", "other/key", 25 * hour);
    await copy();
    expect([...uploads.keys()]).to.have.members(["under-way", "foreign"]);
  });

  it("asks cfn-lint about what it made before anything is written", async () => {
    const lint = async (_: string, args: readonly string[]) => {
      const [file = ""] = args.filter((arg) => arg.endsWith("after-0.yml"));
      const finding = { Level: "Error", Message: "wrong", Rule: { Id: "E3006" }, Location: { Path: ["Resources"] } };
      return JSON.stringify(file ? [{ ...finding, Filename: file }] : []);
    };
    const error = await copy({ lint }).catch((caught: unknown) => caught);
    expect(error).to.include({ code: "transform-lint" });
    expect(objects().size).to.equal(0);
  });
});
