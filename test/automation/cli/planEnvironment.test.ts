import { expect } from "chai";
import { execa } from "execa";
import { changingCalls, recordCalls } from "../../../bench/recordCalls.ts";
import { withoutForeignAws } from "../../../local/aws/environment.ts";
import { checkout } from "../../../local/setup/places.mjs";
import type { EnvironmentPlan } from "../../../model/release/environmentPlan.ts";
import { checkAnswer } from "../../support/answerSchemas.ts";
import { type TestEnvironment, testEnvironment } from "../../support/panther.ts";

/** Runs `panther plan test …` against an endpoint. */
async function plan(environment: TestEnvironment, args: readonly string[], endpoint?: string) {
  const words = ["plan", "test", "--project", environment.projectDirectory, ...args];
  const { exitCode, stdout, stderr } = await execa(process.execPath, [...environment.commandLine, ...words], {
    cwd: checkout,
    env: {
      ...withoutForeignAws(process.env),
      ...environment.env,
      ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }),
    },
    extendEnv: false,
    reject: false,
  });
  return { exitCode, stdout, stderr };
}

async function planned(environment: TestEnvironment, ...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await plan(environment, [...args, "--json"]);
  expect(stderr).to.equal("");
  const answer = JSON.parse(stdout) as EnvironmentPlan;
  checkAnswer("plan", answer);
  return { exitCode, answer, codes: answer.findings.map(({ severity, code }) => `${severity} ${code}`) };
}

const names = (changes: readonly { readonly name: string }[] | undefined) => changes?.map(({ name }) => name);
const runtimes = ["warning runtime-not-creatable", "warning runtime-not-creatable"];

describe("panther plan <environment>, on local AWS", function () {
  this.timeout(180_000);
  let environment: TestEnvironment;
  afterEach(() => environment.remove());

  it("plans a first deploy where nothing stands", async () => {
    environment = await testEnvironment({ version: "v1.37.11" });
    const { exitCode, answer, codes } = await planned(environment);
    expect({ exitCode, codes }).to.deep.equal({ exitCode: 0, codes: runtimes });
    expect(answer).to.deep.include({ from: null, fromSource: null, to: "1.37.11", toSource: "file", seconds: null });
    expect(answer).to.deep.include({
      accountId: environment.accountId,
      region: "us-east-1",
      rootStackName: "panther-test",
    });
    const [hop, ...more] = answer.hops;
    expect(more).to.deep.equal([]);
    // Of this minor the role's template is published as .0 alone.
    expect(hop).to.deep.include({ from: null, to: "1.37.11", roleVersion: "1.37.0", roleChoice: "same-minor" });
    expect(names(hop?.parameters.newlyRequired)).to.include("FirstUserEmail");

    const unknown = await planned(environment, "--to", "1.37.99");
    expect(unknown.exitCode).to.equal(2);
    expect(unknown.codes[0]).to.equal("error release-not-published");
    expect(unknown.answer).to.include({ to: "1.37.99", toSource: "option" });
  });

  it("plans an upgrade from all templates on the way, and calls nothing that changes AWS", async () => {
    environment = await testEnvironment();
    expect((await environment.panther("deploy", "--release", "1.36.0")).code).to.equal(0);

    const accepted = await planned(environment, "--accept", "runtime-not-creatable");
    expect({ exitCode: accepted.exitCode, codes: accepted.codes }).to.deep.equal({ exitCode: 0, codes: runtimes });
    expect(accepted.answer.findings.every((finding) => finding.accepted)).to.equal(true);
    expect(accepted.answer).to.include({ from: "1.36.0", fromSource: "nested-stack-tag", to: "1.39.7" });
    expect(accepted.answer.hops.map(({ from, to, roleVersion }) => `${from} ${to} ${roleVersion}`)).to.deep.equal([
      "1.36.0 1.37.11 1.37.0",
      "1.37.11 1.38.5 1.38.5",
      "1.38.5 1.39.7 1.39.7",
    ]);
    const [first, second, third] = accepted.answer.hops;
    expect(first?.rootTemplateUrl).to.match(/panther-enterprise-us-east-1.*\/v1\.37\.11\/panther\.yml$/);
    expect(names(first?.parameters.added)).to.deep.equal(["EnableFips"]);
    expect(names(second?.parameters.newlyRequired)).to.deep.equal(["CompanyDisplayName"]);
    expect(names(third?.parameters.removed)).to.deep.equal(["SlowRuleMaxDuration"]);
    // By what the deploy's own steps took.
    expect(accepted.answer.seconds).to.be.a("number");

    await environment.configure({
      firstDeployParameters: [],
      parameters: {
        FirstUserEmail: "first.user@example.com",
        OnboardSelf: false,
        PulumiSecretArn: `arn:aws:secretsmanager:us-east-1:${environment.accountId}:secret:panther-pulumi-token-AbCdEf`,
        PulumiSecretKeyArn: `arn:aws:kms:us-east-1:${environment.accountId}:key/00000000-0000-4000-8000-000000000000`,
        SlowRuleMaxDuration: "80",
      },
    });
    const calls = await recordCalls(environment.env.AWS_ENDPOINT_URL ?? "");
    const refused = await plan(environment, [], calls.endpoint).finally(calls.close);
    expect(refused.exitCode).to.equal(2);
    expect(refused.stderr).to.match(/^✗ v1\.38\.5, v1\.39\.7: CompanyDisplayName has to be set/m);
    expect(refused.stderr).to.match(/^! v1\.39\.7: SlowRuleMaxDuration is no parameter there/m);
    // Names, and no values.
    expect(refused.stderr).not.to.include("first.user@example.com");
    const lines = refused.stderr.split("\n").filter((line) => !line.includes("https://"));
    expect(lines.filter((line) => line.length > 80)).to.deep.equal([]);
    expect(calls.calls.length).to.be.greaterThan(30);
    expect(changingCalls(calls.calls)).to.deep.equal([]);

    const short = await planned(environment, "--to", "1.37.11");
    // Only the release that the file wants would need the name, and only it has no such duration.
    expect({ exitCode: short.exitCode, codes: short.codes }).to.deep.equal({ exitCode: 0, codes: runtimes });

    const older = await planned(environment, "--to", "1.35.7");
    expect({ ...older, answer: older.answer.hops }).to.deep.equal({
      exitCode: 2,
      codes: ["error downgrade"],
      answer: [],
    });
    const stranger = await planned(environment, "--to", "1.40.0");
    expect({ exitCode: stranger.exitCode, codes: stranger.codes }).to.deep.equal({
      exitCode: 2,
      codes: ["error unknown-release"],
    });
    const same = await planned(environment, "--to", "1.36.0", "--from", "1.35.7");
    expect({ ...same, answer: same.answer.hops }).to.deep.equal({
      exitCode: 0,
      codes: ["warning from-not-used"],
      answer: [],
    });
  });
});
