import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { downloadRelease } from "../../../../automation/china/copy/downloadRelease.ts";
import { slowDown } from "../../../../local/s3/faults.ts";
import { mebibyte, type Sides, startSides } from "./sides.ts";

describe("download of a release", () => {
  let sides: Sides;
  let folder: string;
  beforeEach(async () => {
    sides = await startSides();
    folder = await mkdtemp(join(tmpdir(), "panther-download-"));
  });
  afterEach(async () => {
    await sides.stop();
    await rm(folder, { recursive: true });
  });

  const download = (more: object = {}) => downloadRelease({ ...sides.reported, folder, ...more });
  const filesNow = async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
  };
  const sha1 = async (key: string) =>
    createHash("sha1")
      .update(await readFile(join(folder, key)))
      .digest("hex");

  it("brings everything that is reached, as it is published, with keys as files", async () => {
    const { root, nested, assets, appsync } = sides.keys;
    const everything = [root, ...nested, ...assets, appsync.template, appsync.schema, sides.roleKey];
    const plan = await download();
    expect(await filesNow()).to.have.members(everything);
    for (const key of [...nested, ...assets]) expect(await sha1(key), key).to.equal(key);
    expect(plan).to.include({ objects: everything.length, toCopyObjects: everything.length, complete: false });
    const sizes = await Promise.all(everything.map(async (key) => (await stat(join(folder, key))).size));
    expect(plan.bytes).to.equal(sizes.reduce((sum, size) => sum + size));
    const progress = sides.events.filter(({ type }) => type === "copy-progress").at(-1);
    expect(progress).to.include({ objectsDone: everything.length, bytesDone: plan.bytes, bytes: plan.bytes });
  });

  it("downloads again what is damaged, cut off or missing, and nothing else", async () => {
    await download();
    const [big = "", other = "", whole = ""] = sides.keys.assets;
    await writeFile(join(folder, big), "damaged");
    await truncate(join(folder, whole), 5);
    await rm(join(folder, other));
    expect(await download({ dryRun: true })).to.include({ toCopyObjects: 3, complete: false });
    const asked = sides.outside.counts.get("GetObject") ?? 0;
    expect(await download()).to.include({ toCopyObjects: 3 });
    for (const key of [big, other, whole]) expect(await sha1(key)).to.equal(key);
    // The role, which lies in another region, and the root, four nested templates, and what was missing.
    expect((sides.outside.counts.get("GetObject") ?? 0) - asked).to.equal(2 + 1 + 4 + 3);
    expect(await download()).to.include({ toCopyObjects: 0, toCopyBytes: 0, complete: true });
  });

  it("leaves no file under a key that is not whole, and the root template for the end", async () => {
    const [big = ""] = sides.keys.assets;
    sides.outside.faults.add({
      on: "GetObject",
      key: big,
      times: 1,
      trouble: { kind: "cut", afterBytes: 9 * mebibyte },
    });
    sides.outside.faults.add({ on: "GetObject", key: big, trouble: slowDown });
    const error = await download().catch((caught) => caught);
    expect(error.code).to.equal("copy-throttled");
    expect(await filesNow()).to.not.include.members([big]);
    expect(await filesNow()).to.not.include.members([sides.keys.root]);
  });

  it("goes on where a connection was cut", async () => {
    const [big = ""] = sides.keys.assets;
    const cut = { on: "GetObject", key: big, times: 4, trouble: { kind: "cut", afterBytes: 3 * mebibyte } } as const;
    sides.outside.faults.add(cut);
    await download();
    expect(await sha1(big)).to.equal(big);
  });

  it("says which file can't be written", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    const error = await downloadRelease({ ...sides.reported, folder: file }).catch((caught) => caught);
    expect(error).to.include({ code: "folder-unwritable" });
  });
});
