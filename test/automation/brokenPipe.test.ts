import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { setSecret } from "../../automation/pulumiConfig.ts";
import { importState } from "../../automation/pulumiState.ts";
import { PantherError } from "../../model/error.ts";
import { asCallerOf } from "../support/panther.ts";

/** More than a pipe holds. */
const much = "x".repeat(4 * 1024 * 1024);

describe("a Pulumi CLI that ends before it has read its input", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "panther-pipe-"));
    const script = '#!/bin/sh\nexec <&-\necho "error: no stack selected" >&2\nexit 255\n';
    await writeFile(join(folder, "pulumi"), script, { mode: 0o755 });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const withIt = (work: () => Promise<void>) =>
    asCallerOf({ env: { PATH: `${folder}${delimiter}${process.env.PATH}` } }, () =>
      work().then(
        () => undefined,
        (error: Error) => error,
      ),
    );

  it("is an error in its own words, and not one of the pipe", async () => {
    const place = { projectDirectory: folder, environment: "prod" };
    const notImported = await withIt(() => importState(place, { deployment: { much } }));
    expect(notImported?.message).to.equal("pulumi stack import: error: no stack selected");
    const notSet = await withIt(() => setSecret({ ...place, path: "panther:x", value: much }));
    expect(notSet).to.be.instanceOf(PantherError).and.include({ code: "configuration-not-written" });
    expect(notSet?.message).to.include("no stack selected");
  });
});
