import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { SetupError } from "../../../local/setup/failure.mjs";
import { pulumiVersion } from "../../../local/setup/places.mjs";
import { chooseSource, isNewEnough, type Look } from "../../../local/setup/pulumi.mjs";
import { archiveName, verify } from "../../../local/setup/pulumi-download.mjs";

const never = (): Promise<never> => Promise.reject(new Error("asked for without need"));
const look = (parts: Partial<Look>): Look => ({ onPath: async () => [], whyNoDownload: never, go: never, ...parts });
const found = (version: string | undefined, isBinary = true) => [{ file: "/usr/bin/pulumi", version, isBinary }];
const refused = async () => "Could not resolve host: get.pulumi.com";

describe("source of the Pulumi CLI", () => {
  it("is the one on PATH when its version fits exactly, and nothing else is asked", async () => {
    expect(await chooseSource(look({ onPath: async () => found(pulumiVersion) }))).to.deep.equal({
      kind: "path",
      file: "/usr/bin/pulumi",
    });
  });

  it("is the release when the one on PATH doesn't fit", async () => {
    const others = [found("3.244.0"), found(undefined), found(pulumiVersion, false)];
    for (const other of others) {
      const source = await chooseSource(look({ onPath: async () => other, whyNoDownload: async () => undefined }));
      expect(source).to.deep.equal({ kind: "download" });
    }
  });

  it("is its Go module when the release can't be had, with the first Go that is new enough", async () => {
    const goes = [
      { command: "go", version: "1.24.9" },
      { command: "/usr/local/go/bin/go", version: "1.26.8" },
    ];
    expect(await chooseSource(look({ whyNoDownload: refused, go: async () => goes }))).to.deep.equal({
      kind: "build",
      go: goes[1],
    });
  });

  it("that isn't there is explained, with every way tried", async () => {
    const none = look({ onPath: async () => found("3.1.0"), whyNoDownload: refused, go: async () => [] });
    const without = await chooseSource(none).catch((error: unknown) => error);
    expect(without).to.be.instanceOf(SetupError);
    expect(String(without)).to.match(/\/usr\/bin\/pulumi is 3\.1\.0; .*resolve host.*; .*no go on PATH/);

    const old = look({ whyNoDownload: refused, go: async () => [{ command: "go", version: "1.19.8" }] });
    const tooOld = await chooseSource(old).catch((error: unknown) => error);
    expect(String(tooOld)).to.match(/none on PATH.*takes Go 1\.25\.8, and go is 1\.19\.8/);
  });

  it("compares Go's versions as numbers", () => {
    const fitting = ["1.25.7", "1.25.8", "1.25.10", "1.26", "1.9.9", "2.0.0"].map(isNewEnough);
    expect(fitting).to.deep.equal([false, true, true, true, false, true]);
  });

  it("names the release archive as Pulumi does, and only for platforms that have one", () => {
    expect(archiveName({ platform: "darwin", arch: "arm64" })).to.equal(`pulumi-v${pulumiVersion}-darwin-arm64.tar.gz`);
    expect(archiveName({ platform: "linux", arch: "riscv64" })).to.equal(undefined);
  });

  it("is refused when the archive is not the published one", async () => {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-"));
    try {
      const archive = join(folder, "a.tar.gz");
      writeFileSync(archive, "abc");
      const right = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
      await verify(archive, "a.tar.gz", `${"0".repeat(64)}  b.tar.gz\n${right}  a.tar.gz\n`);
      const wrong = verify(archive, "a.tar.gz", `${"0".repeat(64)} *a.tar.gz\n`).catch((error: unknown) => error);
      expect(await wrong).to.be.instanceOf(SetupError);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
