import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { KMS } from "@aws-sdk/client-kms";
import { expect } from "chai";
import { parse } from "yaml";
import { findPulumiStack } from "../../automation/pulumiStack.ts";
import { stackOf } from "../../automation/pulumiUp.ts";
import { updateMessage } from "../../automation/updateMessage.ts";
import { PantherError } from "../../model/error.ts";
import { parseVersion } from "../../model/release/version.ts";
import { asCallerOf, type TestEnvironment, testEnvironment } from "../support/panther.ts";

describe("the Pulumi stack of an environment, on local AWS with the real CLI", () => {
  let environment: TestEnvironment;

  before(async () => {
    environment = await testEnvironment({ version: "v1.36.0" });
  });
  after(() => environment?.remove());

  const stackFor = (newEnvironment: boolean) =>
    asCallerOf(environment, () =>
      stackOf({
        projectDirectory: environment.projectDirectory,
        environment: "test",
        rootStackName: "panther-test",
        hop: { release: parseVersion("1.36.0"), phase: "whole", parameters: [] },
        runId: "run-1",
        newEnvironment,
      }),
    );
  const file = async () =>
    parse(await readFile(join(environment.projectDirectory, "stacks", "Pulumi.test.yaml"), "utf8")) as unknown;

  it("that is missing where something runs is told with both ways out: the right backend, or lost state", async () => {
    const error = await stackFor(false).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(PantherError).and.include({ code: "pulumi-stack-missing" });
    expect((error as PantherError).fix)
      .to.include("pulumi login")
      .and.include("panther adopt test --stack panther-test");
  });

  it("is made by a first deploy with the key that the file names, and the file keeps it", async () => {
    const { env, region, accountId, projectDirectory } = environment;
    const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
    const kms = new KMS({ region, endpoint: env.AWS_ENDPOINT_URL ?? "", credentials });
    const { KeyMetadata } = await kms.createKey({});
    const provider = `awskms:///${KeyMetadata?.Arn}?region=${region}`;
    const made = await environment.pulumi("stack", "init", "--secrets-provider", provider);
    expect(made.code, made.stderr).to.equal(0);
    const before = await file();
    expect(before).to.include.keys("secretsprovider", "encryptedkey");

    // Another backend, which knows nothing of it.
    await rm(join(projectDirectory, "state"), { recursive: true });
    await mkdir(join(projectDirectory, "state"));
    await stackFor(true);
    expect(await file()).to.deep.equal(before);
    expect((await stackFor(false)).name).to.equal("test");
  });
});

describe("a backend that can't be asked", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "panther-backend-"));
    // The Automation API asks for the version first.
    const script = `#!/bin/sh\n[ "$1" = version ] && { echo v3.245.0; exit; }
echo >> "${folder}/looks"
[ -n "$LOOKS" ] && [ "$(wc -l < "${folder}/looks")" -ge "$LOOKS" ] && exit
echo "error: $SAID" >&2
exit 255
`;
    await writeFile(join(folder, "pulumi"), script, { mode: 0o755 });
    await writeFile(join(folder, "Pulumi.yaml"), "name: panther\nruntime: nodejs\n");
  });
  after(() => rm(folder, { recursive: true, force: true }));

  beforeEach(() => rm(join(folder, "looks"), { force: true }));

  /** @param looks from so many on it answers */
  const outcome = (SAID: string, looks?: number) =>
    asCallerOf({ env: { PATH: `${folder}${delimiter}${process.env.PATH}`, SAID, LOOKS: `${looks ?? ""}` } }, () =>
      findPulumiStack({ projectDirectory: folder, environment: "prod" }).then(
        () => undefined,
        (error: PantherError) => error,
      ),
    );

  it("is told in its own words, and apart from credentials that have expired", async () => {
    const denied = await outcome("reading bucket s3://state: api error AccessDenied: no");
    expect(denied).to.include({ code: "pulumi-unavailable" });
    expect(denied?.message).to.include("AccessDenied: no");
    const expired = await outcome("reading bucket s3://state: api error ExpiredToken: The provided token has expired.");
    expect(expired).to.include({ code: "credentials-expired" });
  });

  it("is asked again where a Pulumi that is still at work had cut its state off, and not for ever", async () => {
    const cutOff = "could not get stack: failed to load checkpoint: EOF";
    expect(await outcome(cutOff, 3)).to.equal(undefined);
    expect(await outcome(cutOff, 1_000)).to.include({ code: "pulumi-unavailable" });
  });
});

describe("Pulumi's message of an update", () => {
  it("names run, caller and reason in one line", () => {
    const by = { runId: "run-1", caller: "arn:aws:iam::123456789012:user/ana" };
    expect(updateMessage({ ...by, what: "recover", reason: " CHG-2:\n  resumed\t" })).to.equal(
      "panther recover (run run-1, by arn:aws:iam::123456789012:user/ana): CHG-2: resumed",
    );
    expect(updateMessage({ ...by, what: "v1.39.7" })).to.equal(
      "panther v1.39.7 (run run-1, by arn:aws:iam::123456789012:user/ana)",
    );
  });
});
