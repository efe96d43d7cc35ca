import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { checkout, makeOwnFolder } from "../../../local/setup/places.mjs";

describe("clean", () => {
  let folder = "";
  let local = "";
  let cache = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "clean-"));
    local = join(folder, "local");
    cache = join(folder, "cache");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const clean = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(checkout, "local", "setup", "clean.mjs"), ...args], {
      env: { ...process.env, PANTHER_LOCAL_DIR: local, PANTHER_CACHE_DIR: cache },
      encoding: "utf8",
    });

  it("removes both folders, or the one asked for, and says so", () => {
    makeOwnFolder(local);
    makeOwnFolder(cache);
    expect(clean("--local").stdout).to.match(/^removed: {3}.*\/local \(\d+ MB\)\n$/);
    expect([existsSync(local), existsSync(cache)]).to.deep.equal([false, true]);
    expect(clean().stdout).to.match(/not there: .*\/local\nremoved: {3}.*\/cache/);
    expect(existsSync(cache)).to.equal(false);
  });

  it("leaves a folder that held other things before set-up used it", () => {
    mkdirSync(cache);
    writeFileSync(join(cache, "thesis.txt"), "");
    makeOwnFolder(cache);
    const { status, stderr } = clean("--cache");
    expect(status).to.equal(1);
    expect(stderr).to.contain("remove it by hand");
    expect(existsSync(join(cache, "thesis.txt"))).to.equal(true);
  });

  it("refuses words it doesn't know before removing anything", () => {
    makeOwnFolder(cache);
    expect(clean("--cahce").status).to.equal(2);
    expect(existsSync(cache)).to.equal(true);
  });
});
