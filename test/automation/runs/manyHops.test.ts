import { expect } from "chai";
import { planEnvironment } from "../../../automation/planEnvironment.ts";
import { watchDriver } from "../../../bench/watchDriver.ts";
import { roleObjects } from "../../../local/releases/releases.ts";
import { recommendedReleases } from "../../../model/release/catalog.ts";
import { parseVersion } from "../../../model/release/version.ts";
import { startDriver } from "../../support/driverProcess.ts";
import {
  asCallerOf,
  eventsOf,
  fromSources,
  lastEvents,
  type TestEnvironment,
  testEnvironment,
} from "../../support/panther.ts";
import { buildsAfterEach, buildsOf, completionsOf, pendingOf, updatesOf } from "../../support/whatStands.ts";

const minutes = 60_000;
const rootStack = "panther-test";
/** All sixteen with `npm run test:long`; else the first four, among them the one with a new required parameter. */
const last = parseVersion(process.env.PANTHER_TEST_LONG === undefined ? "1.27.8" : "1.39.7");
const way = recommendedReleases.slice(1, recommendedReleases.indexOf(last) + 1);

describe("an upgrade over many minors, on local AWS with the real engine", function () {
  this.timeout(15 * minutes);
  let environment: TestEnvironment;
  afterEach(() => environment.remove());

  it(`goes in one command from v1.23.5 to v${last}: no hop left out, role before root stack, one build each, in little memory`, async () => {
    environment = await testEnvironment({ version: `v${last}` }, fromSources());
    const deployed = await environment.panther("deploy", "--release", "1.23.5");
    expect(deployed.code, deployed.stdout + deployed.stderr).to.equal(0);

    // Three releases on there is a parameter without a default: said before hop one, by the plan and by the upgrade.
    const before = await lastEvents(environment);
    const { projectDirectory } = environment;
    const { findings } = await asCallerOf(environment, () =>
      planEnvironment({ environment: "test", projectDirectory }),
    );
    const releases = ["1.26.9", "1.27.8", "1.28.7", "1.29.3", "1.30.5"].filter((release) =>
      way.includes(parseVersion(release)),
    );
    expect(findings.find(({ code }) => code === "missing-required")?.releases).to.deep.equal(releases);
    const refused = await environment.panther("upgrade");
    expect(refused.code).to.equal(2);
    expect(eventsOf(refused.events, "failed")[0]?.message).to.include("LoadBalancerSecurityGroupCidr has to be set");
    expect(await lastEvents(environment)).to.deep.equal(before);
    const path = "panther:parameters.LoadBalancerSecurityGroupCidr";
    expect((await environment.pulumi("config", "set", "--path", path, "10.0.0.0/8")).code).to.equal(0);

    const driver = startDriver(environment, "upgrade");
    const watch = watchDriver(driver.pid);
    const { code, events, stdout, stderr } = await driver.ended;
    const cost = watch.stop();
    expect(code, stdout + stderr).to.equal(0);

    expect(way).to.have.lengthOf(process.env.PANTHER_TEST_LONG === undefined ? 4 : 16);
    const hops = eventsOf(events, "release-started").map(({ from, to }) => `${from} ${to}`);
    expect(hops).to.deep.equal(way.map((to, index) => `${recommendedReleases[index]} ${to}`));
    const ended = eventsOf(events, "step-finished").map(({ release, step }) => `${release} ${step}`);
    const steps = way.flatMap((release) => ["role", "root", "build", "verify"].map((step) => `${release} ${step}`));
    expect(ended).to.deep.equal(["1.23.5 build", ...steps]);
    expect(eventsOf(events, "summary")[0]).to.deep.include({
      from: "1.23.5",
      to: last,
      hops: way.length,
      result: "done",
    });

    // As AWS saw it, and not as the driver tells it.
    const completions = await completionsOf(environment, rootStack);
    expect(buildsAfterEach(completions, await buildsOf(environment))).to.deep.equal(Array(way.length + 1).fill(1));
    const roleDone = (await completionsOf(environment, "panther-deployment-role")).slice(1);
    const rootStarts = await updatesOf(environment, rootStack);
    const roleUpdatesBefore = rootStarts.map((start) => roleDone.filter((time) => time <= start).length);
    expect(roleUpdatesBefore).to.deep.equal(roleChanges().slice(0, way.length));
    expect(await pendingOf(environment)).to.deep.equal([]);
    expect((await environment.pulumi("preview", "--expect-no-changes")).code).to.equal(0);
    // Read from /proc: nothing to be said elsewhere.
    if (process.platform !== "linux") return;
    expect(cost.peakMebibytes).to.be.within(20, 150);
    // No hop leaves something behind: the last one begins with no more than a little above the first.
    expect(Math.max(...cost.atPulumi.slice(-2))).to.be.at.most((cost.atPulumi[0] ?? 0) + 20);
  });
});

/** How often the role's template changes on the way, up to and with each hop. */
function roleChanges(): readonly number[] {
  const bodies = recommendedReleases.map((release) => {
    const [major, minor] = release.split(".");
    const found = roleObjects().find(({ key }) => key.includes(`/v${major}.${minor}.`));
    return new TextDecoder().decode(found?.body);
  });
  let changes = 0;
  return bodies.slice(1).map((body, index) => {
    if (body !== bodies[index]) changes++;
    return changes;
  });
}
