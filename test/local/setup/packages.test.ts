import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { installedPackagesFit } from "../../../local/setup/packages.mjs";

const linux = { platform: "linux", arch: "x64" };
const locked = {
  "": { version: "1.0.0" },
  "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
  "node_modules/a-linux": { version: "1.0.0", integrity: "sha512-l", optional: true, os: ["linux"], cpu: ["x64"] },
  "node_modules/a-musl": {
    version: "1.0.0",
    integrity: "sha512-m",
    optional: true,
    os: ["linux"],
    cpu: ["x64"],
    libc: ["musl"],
  },
  "node_modules/a-mac": { version: "1.0.0", integrity: "sha512-d", optional: true, os: ["darwin"] },
};
const { "node_modules/a": a, "node_modules/a-linux": forLinux, "node_modules/a-mac": forMac } = locked;

describe("installed packages", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "packages-"));
    mkdirSync(join(folder, "node_modules"));
    writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages: locked }));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const fitWith = (packages: Record<string, unknown>) => {
    writeFileSync(join(folder, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));
    return installedPackagesFit(folder, linux);
  };

  it("fit when npm's own record has what the lock file has for this platform", () => {
    expect(fitWith({ "node_modules/a": a, "node_modules/a-linux": forLinux })).to.equal(true);
  });

  it("don't fit when npm did not finish, or for another version, content or platform", () => {
    expect(installedPackagesFit(folder, linux)).to.equal(false);
    expect(fitWith({ "node_modules/a": { ...a, version: "1.0.1" }, "node_modules/a-linux": forLinux })).to.equal(false);
    expect(fitWith({ "node_modules/a": { ...a, integrity: "sha512-b" }, "node_modules/a-linux": forLinux })).to.equal(
      false,
    );
    expect(fitWith({ "node_modules/a-linux": forLinux })).to.equal(false);
    expect(fitWith({ "node_modules/a": a, "node_modules/a-mac": forMac })).to.equal(false);
  });
});
