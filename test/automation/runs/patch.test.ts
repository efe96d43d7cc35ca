import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { vendorAccount } from "../../../local/aws/scope.ts";
import { eventsOf, type TestEnvironment, testEnvironment } from "../../support/panther.ts";

const minutes = 60_000;
/** One that its minor has a higher patch of. */
const patch = "1.38.4";
const highest = "1.38.5";

describe("an upgrade to a patch by name, on local AWS with the real engine", function () {
  this.timeout(5 * minutes);
  let environment: TestEnvironment;
  afterEach(() => environment.remove());

  it("ends at that patch, with the role of the minor's highest, and the file wants it from then on", async () => {
    environment = await testEnvironment({ releaseCatalog: "releases.json" });
    await publishPatch(environment);
    const catalog = { versions: ["1.37.11", patch, highest, "1.39.7"] };
    await writeFile(join(environment.projectDirectory, "releases.json"), JSON.stringify(catalog));
    const deployed = await environment.panther("deploy", "--release", "1.37.11");
    expect(deployed.code, deployed.stdout + deployed.stderr).to.equal(0);

    const upgraded = await environment.panther("upgrade", "--to", `v${patch}`);
    expect(upgraded.code, upgraded.stdout + upgraded.stderr).to.equal(0);
    const [planned] = eventsOf(upgraded.events, "planned");
    expect(planned?.plan.hops.map(({ to, roleVersion }) => `${to} ${roleVersion}`)).to.deep.equal([
      `${patch} ${highest}`,
    ]);
    expect(eventsOf(upgraded.events, "summary")[0]).to.deep.include({ to: patch, hops: 1, result: "done" });

    const status = JSON.parse((await environment.panther("status")).stdout);
    expect(status).to.deep.include({ wanted: patch });
    expect(status).to.have.nested.property("running.version", patch);
    const again = await environment.panther("upgrade");
    expect(eventsOf(again.events, "summary")[0]).to.deep.include({ hops: 0, result: "done" });
    expect((await environment.pulumi("preview", "--expect-no-changes")).code).to.equal(0);
  });
});

/** Adds a patch to the vendor's bucket: the highest one's templates under another number. */
async function publishPatch({ env, region }: TestEnvironment): Promise<void> {
  const credentials = { accessKeyId: vendorAccount, secretAccessKey: "local" };
  const s3 = new S3({ region, endpoint: env.AWS_ENDPOINT_URL ?? "", forcePathStyle: true, credentials });
  const Bucket = `panther-enterprise-${region}`;
  const { Body } = await s3.getObject({ Bucket, Key: `v${highest}/panther.yml` });
  const template = (await Body?.transformToString())?.replaceAll(highest, patch) ?? "";
  await s3.putObject({ Bucket, Key: `v${patch}/panther.yml`, Body: template, ContentType: "text/yaml" });
}
