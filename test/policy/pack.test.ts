import { join } from "node:path";
import { expect } from "chai";
import { checkout } from "../../local/setup/places.mjs";
import { policyRules } from "../../model/rules/policy/policyRules.ts";
import { freshAccountEnvironment } from "../local/standins/account.ts";
import { testEnvironment } from "../support/panther.ts";
import { newProject } from "../support/pulumi.ts";
import { type BundledPack, bundledPack, sourcePack, violationsIn } from "./packs.ts";
import { secretsIn, violatingProgram } from "./violatingProgram.ts";

const minutes = 60_000;

/** What an organisation may want, against what the program does. */
const settings = {
  "region-allowed": { regions: ["eu-west-1"] },
  "support-role": { wanted: "off" },
  telemetry: { enforcementLevel: "advisory", sentry: "off" },
  fips: { wanted: "on" },
};

/** What is said of the program, in order: level, rule, resource. */
const expected = [
  // The web app's role is not in the program.
  "advisory could-not-tell web",
  "advisory minimal-first-deploy web",
  "advisory telemetry root",
  "mandatory china-secret secret",
  "mandatory china-secret secret-readers",
  "mandatory china-secret value",
  "mandatory china-secret web",
  "mandatory china-sides web",
  "mandatory fips root",
  "mandatory no-skipped-minor root",
  "mandatory operations-role root",
  "mandatory parameters-valid root",
  "mandatory region-allowed root",
  "mandatory region-allowed web",
  "mandatory release-bucket-private access",
  "mandatory release-bucket-private bucket",
  "mandatory release-bucket-private bucket",
  "mandatory release-bucket-private readers",
  // It has none, and does not wait for the one in the program.
  "mandatory role-first root",
  "mandatory role-first root",
  "mandatory role-not-from-outside role",
  "mandatory role-of-same-minor root",
  "mandatory root-stack-kept root",
  "mandatory root-stack-name root",
  "mandatory secrets-hidden root",
  "mandatory support-role root",
  "mandatory template-url root",
];

describe("the policy pack, in a real preview", function () {
  this.timeout(5 * minutes);
  let bundle: BundledPack;
  before(async () => {
    bundle = await bundledPack();
  });
  after(() => bundle?.remove());

  const packs = [
    ["from its sources", () => sourcePack],
    ["bundled and copied elsewhere", () => bundle.directory],
    ["published and installed", () => bundle.installed],
  ] as const;

  it("has a case for every rule here", () => {
    const told = new Set(expected.map((line) => line.split(" ")[1]));
    expect(policyRules.map(({ name }) => name).filter((name) => !told.has(name))).to.deep.equal([]);
  });

  for (const [how, pack] of packs) {
    it(`${how}, refuses all that is wrong and shows no secret`, async () => {
      const { environment, accountId } = await freshAccountEnvironment();
      const project = await newProject({
        program: violatingProgram,
        config: { account: accountId },
        environment,
        files: { "settings.json": JSON.stringify(settings) },
      });
      try {
        await project.pulumi("stack", "tag", "set", "panther:running", "v1.36.0");
        await project.pulumi("stack", "tag", "set", "panther:web-running", "none");
        const config = join(project.directory, "settings.json");
        const { code, stdout, stderr } = await project.preview("--policy-pack", pack(), "--policy-pack-config", config);
        expect(code, stderr).to.not.equal(0);
        // Said of whichever of the two comes second, and they come at once.
        const found = violationsIn(stdout).map((line) =>
          line.replace("role-of-same-minor role", "role-of-same-minor root"),
        );
        expect(found, stdout + stderr).to.deep.equal(expected);
        for (const secret of secretsIn) expect(stdout + stderr).to.not.include(secret);
      } finally {
        await project.remove();
      }
    });
  }

  it("has nothing against this project's own program, before it stands and afterwards, as long as nothing is wrong", async () => {
    const environment = await testEnvironment({ version: "v1.38.5" });
    try {
      const run = async (...args: readonly string[]) => {
        const { code, stdout, stderr } = await environment.pulumi(...args);
        expect(stdout + stderr).to.not.include(secretsIn[0]);
        return { code, said: stdout + stderr, violations: violationsIn(stdout) };
      };
      const pack = ["--policy-pack", bundle.directory];
      const settled = [...pack, "--policy-pack-config", join(checkout, "examples/ci/policy-settings.json")];
      await run("stack", "init");

      const untagged = await run("preview", "--policy-pack", sourcePack);
      expect(untagged.code, untagged.said).to.equal(0);
      const unknown = ["advisory could-not-tell panther", "advisory could-not-tell panther-stack"];
      expect(untagged.violations).to.deep.equal(unknown);

      await run("stack", "tag", "set", "panther:running", "none");
      const beyond = await run("preview", ...pack);
      expect(beyond.violations).to.deep.equal(["advisory minimal-first-deploy panther-stack"]);
      const first = await run("up", "--yes", "--skip-preview", ...settled);
      expect(first.code, first.said).to.equal(0);
      // The settings have it so, and the program does otherwise.
      expect(first.violations, first.said).to.deep.equal(["advisory telemetry panther-stack"]);

      // What comes after a first deploy: a secret in its right place, and the next minor.
      await run("stack", "tag", "set", "panther:running", "v1.38.5");
      await environment.configure({ version: "v1.39.7" });
      await run("config", "set", "--secret", "--path", "panther:secretParameters.DatadogAPIKey", secretsIn[0]);
      const next = await run("preview", ...pack);
      expect(next.code, next.said).to.equal(0);
      expect(next.said).to.include("Parameters added: DatadogAPIKey");
      expect(next.violations, next.said).to.deep.equal([]);

      // By what the tag says, this leaves a minor out: the component is refused, and nothing after it is touched.
      await run("stack", "tag", "set", "panther:running", "v1.37.11");
      const refused = await run("up", "--yes", "--skip-preview", ...pack);
      expect(refused.code).to.not.equal(0);
      expect(refused.violations).to.deep.equal(["mandatory no-skipped-minor panther"]);
      expect(refused.said).to.not.include("panther-stack");
      const accepted = await run("preview", ...settled);
      expect(accepted.code, accepted.said).to.equal(0);
      expect(accepted.violations).to.include("advisory no-skipped-minor panther");
    } finally {
      await environment.remove();
    }
  });
});
