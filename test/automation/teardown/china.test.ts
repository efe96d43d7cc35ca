import { APIGateway } from "@aws-sdk/client-api-gateway";
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { S3 } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";
import type { DriverEvent } from "../../../automation/events.ts";
import { chinaEnvironment, clientOf, type TwoSides } from "../../support/china.ts";
import { startDriver } from "../../support/driverProcess.ts";
import { eventsOf, type TestEnvironment } from "../../support/panther.ts";

const web = "panther-web";
const role = "panther-deployment-role";
const quick = ["--calls-per-second", "50"];

describe("panther teardown of a split over AWS China, on local AWS", function () {
  this.timeout(360_000);
  let environment: TestEnvironment;
  let sides: TwoSides;
  before(async () => {
    ({ environment, sides } = await chinaEnvironment(
      { version: "v1.37.11" },
      { keySettleSeconds: 2, keyOverlapMinutes: 0 },
    ));
    const first = await environment.panther("deploy");
    expect(first.code, first.stdout).to.equal(0);
  });
  after(async () => {
    await environment?.remove();
    sides?.remove();
  });

  const deletedIn = (events: readonly DriverEvent[]) =>
    eventsOf(events, "teardown-step-finished")
      .filter(({ step }) => step === "stack")
      .map(({ side, stack }) => `${side} ${stack}`);
  const standing = async (side: TwoSides["china"]) => {
    const { Stacks = [] } = await new CloudFormation(clientOf(sides, side)).describeStacks({});
    return Stacks.map(({ StackName }) => StackName);
  };
  const bucketsOf = async () => {
    const { Buckets = [] } = await new S3(clientOf(sides, sides.china)).listBuckets({});
    return Buckets.map(({ Name }) => Name);
  };
  const secret = () => new SecretsManager(clientOf(sides, sides.web)).describeSecret({ SecretId: "panther/china" });

  it("goes web side first, is joined after a kill between the sides, and keeps the release bucket unless it is asked to go", async () => {
    const first = startDriver(environment, "teardown", "--confirm", "test", ...quick);
    await first.until(
      (event) => event.type === "teardown-step-finished" && event.side === "web" && event.stack === role,
    );
    first.kill("SIGKILL");
    const { events } = await first.ended;
    expect(deletedIn(events)).to.include.ordered.members([`web ${web}`, `web ${role}`]);
    expect(await standing(sides.web)).to.deep.equal([]);

    const second = await environment.panther("teardown", "--confirm", "test", ...quick);
    expect(second.code, second.stdout).to.equal(0);
    expect(deletedIn(second.events).at(-1)).to.equal(`backend ${role}`);
    expect(await standing(sides.china)).to.deep.equal([]);
    const [result] = eventsOf(second.events, "torn-down");
    expect(result?.keys).to.have.length(1);
    expect(result?.sides.map(({ side, unclear }) => [side, unclear])).to.deep.equal([
      ["web", []],
      ["backend", []],
    ]);
    expect(result?.secret?.until).to.match(/^\d{4}-/);
    expect(result?.pulumi).to.deep.equal({
      kind: "bucket-kept",
      bucket: `panther-releases-${sides.china.accountId}`,
    });
    // A policy that took the old release for what runs would refuse the next first deploy.
    const tags = JSON.parse((await environment.pulumi("stack", "tag", "ls", "--json")).stdout);
    expect(tags).to.include({ "panther:running": "none", "panther:web-running": "none" });
    expect((await secret()).DeletedDate).to.be.instanceOf(Date);
    const { items = [] } = await new APIGateway(clientOf(sides, sides.china)).getApiKeys({ limit: 500 });
    expect(items.filter(({ name = "" }) => name.startsWith("panther-test-"))).to.deep.equal([]);
    const releases = `panther-releases-${sides.china.accountId}`;
    expect(await bucketsOf()).to.deep.equal([releases]);
    const again = await environment.panther("teardown", "--confirm", "test", "--remove-stack", ...quick);
    expect(eventsOf(again.events, "notice").at(-1)?.message).to.equal("There is nothing left of test to remove.");

    await deployedAgain(releases);

    const third = await environment.panther(
      "teardown",
      ...["--confirm", "test", "--delete-release-bucket", "--delete-secret-now", ...quick],
    );
    expect(third.code, third.stdout).to.equal(0);
    expect(eventsOf(third.events, "torn-down")[0]?.releaseBucket).to.include({ kind: "deleted", name: releases });
    expect(await bucketsOf()).to.deep.equal([]);
    expect(eventsOf(third.events, "torn-down")[0]?.pulumi).to.deep.equal({ kind: "emptied" });
    const gone = await secret().then(
      () => "there",
      ({ name }: Error) => name,
    );
    expect(gone).to.equal("ResourceNotFoundException");
  });

  /** What was kept is gone on with; the secret holds its name until it is gone for good. */
  async function deployedAgain(releases: string): Promise<void> {
    const freed = await environment.panther("teardown", "--confirm", "test", "--delete-secret-now", ...quick);
    expect(freed.code, freed.stdout).to.equal(0);

    const planned = await environment.pulumi("preview", "--json");
    const { steps } = JSON.parse(planned.stdout) as {
      readonly steps: readonly { readonly op: string; readonly urn: string }[];
    };
    // What stays the same is no step. Only the policy is written anew: S3 knows a role by an ID that is gone with it.
    const ofBucket = steps.filter(({ urn }) => urn.includes("panther:index:PantherReleaseBucket"));
    expect(
      ofBucket.map(({ op, urn }) => [op, urn.split("::").at(-1)]),
      planned.stdout,
    ).to.deep.equal([["create", "release-bucket-policy"]]);

    const second = await environment.panther("deploy");
    expect(second.code, second.stdout).to.equal(0);
    expect(await bucketsOf()).to.include(releases);
    expect((await secret()).DeletedDate).to.equal(undefined);
  }
});
