import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { planText } from "../../../automation/cli/planText.ts";
import { releasesText } from "../../../automation/cli/releasesText.ts";
import type { Finding } from "../../../model/finding.ts";
import { recommendedCatalog } from "../../../model/release/catalog.ts";
import { releasePlan } from "../../../model/release/releasePlan.ts";
import { parseVersion } from "../../../model/release/version.ts";

const project = fileURLToPath(new URL("../../..", import.meta.url));

// The two commands alone, as the command line has them.
const commandLine = `
import { Command, CommanderError } from "commander";
import { addPlanCommand } from "./automation/cli/planCommand.ts";
import { addReleasesCommand } from "./automation/cli/releasesCommand.ts";
const program = new Command("panther").exitOverride();
const setExitCode = (code) => { process.exitCode = code; };
addPlanCommand(program, setExitCode);
addReleasesCommand(program, setExitCode);
try {
  await program.parseAsync(process.argv.slice(1), { from: "user" });
} catch (error) {
  if (!(error instanceof CommanderError)) process.stderr.write(error.message);
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}`;

/** Runs the command line in a process of its own, with no more in its environment than Node.js needs. */
function panther(...args: readonly string[]) {
  const child = spawnSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", commandLine, "--", ...args],
    { cwd: project, encoding: "utf8", env: { PATH: process.env.PATH } },
  );
  return { exitCode: child.status, stdout: child.stdout, stderr: child.stderr };
}

const tableLines = (text: string) => text.split("\n").filter((line) => /^[┌│├└]/.test(line));

describe("panther plan", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "plan-"));
  });
  after(() => rmSync(directory, { recursive: true }));

  const catalog = (data: unknown) => {
    const path = join(directory, "releases.json");
    writeFileSync(path, JSON.stringify(data));
    return path;
  };

  it("prints every hop, without environment or configuration", () => {
    const { exitCode, stdout, stderr } = panther(
      "plan",
      "--from",
      "1.36.0",
      "--to",
      "v1.39.7",
      "--region",
      "us-east-2",
    );
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: "" });
    expect(stdout).to.match(/^v1\.36\.0 → v1\.39\.7 in us-east-2: 3 hops\n/);
    expect(stdout).to.match(/│ 2 +│ v1\.37\.11 +│ v1\.38\.5 +│ v1\.38\.5 if published/);
    expect(stdout).to.include("  https://panther-enterprise-us-east-2.s3.amazonaws.com/v1.38.5/panther.yml\n");
  });

  it("answers in JSON, by another catalog, to an exact patch", () => {
    const path = catalog({ versions: ["1.40.1", "1.39.7", "1.40.0"] });
    const { exitCode, stdout } = panther("plan", "--from", "1.38.5", "--to", "1.40.0", "--catalog", path, "--json");
    expect(exitCode).to.equal(0);
    const plan = JSON.parse(stdout);
    expect(plan).to.include({ environment: null, from: "1.38.5", to: "1.40.0", catalog: path });
    expect(plan.hops.map((hop: { to: string }) => hop.to)).to.deep.equal(["1.39.7", "1.40.0"]);
    expect(plan.hops[0]).to.have.keys(
      ...["from", "to", "roleVersion", "roleChoice", "roleTemplateUrl", "rootTemplateUrl", "parameters"],
    );
    expect(plan.findings).to.deep.equal([]);
  });

  it("makes a refusal a finding, with exit code 2", () => {
    const { exitCode, stdout } = panther("plan", "--from", "1.39.7", "--to", "1.36.0", "--json");
    expect(exitCode).to.equal(2);
    expect(JSON.parse(stdout)).to.deep.include({
      hops: [],
      findings: [
        {
          severity: "error",
          code: "downgrade",
          message: "v1.39.7 runs and v1.36.0 is older; Panther can't go back to an older release.",
          fix: "Stay on v1.39.7. The catalog has nothing newer that can be reached from v1.39.7.",
        },
      ],
    });
  });

  it("tells a person of a refusal on stderr", () => {
    const { exitCode, stdout, stderr } = panther("plan", "--from", "1.36.0", "--to", "1.39.9");
    expect({ exitCode, stdout }).to.deep.equal({ exitCode: 2, stdout: "" });
    expect(stderr).to.match(/^✗ v1\.39\.9 is not in the release catalog\.\n {2}If Panther has published/);
  });

  it("makes a catalog that can't be read a finding", () => {
    const { exitCode, stdout } = panther("plan", "--from", "1.1.0", "--to", "1.2.0", "--catalog", "/nowhere", "--json");
    expect(exitCode).to.equal(2);
    const { from, catalog: source, findings } = JSON.parse(stdout);
    expect({ from, source }).to.deep.equal({ from: "1.1.0", source: null });
    expect(findings[0]).to.include({ severity: "error", code: "catalog-unavailable" });
  });

  it("makes what keeps an environment from being looked at a finding", () => {
    const { exitCode, stdout } = panther("plan", "nowhere", "--to", "1.39.7", "--project", project, "--json");
    expect(exitCode).to.equal(2);
    const { findings, ...rest } = JSON.parse(stdout);
    expect(rest).to.deep.equal({
      environment: "nowhere",
      from: null,
      to: "1.39.7",
      region: null,
      catalog: null,
      hops: [],
    });
    expect(findings).to.have.lengthOf(1);
    expect(findings[0]).to.include({ severity: "error", code: "environment-missing" });
    const malformed = panther("plan", "nowhere", "--to", "1.39", "--json");
    expect(JSON.parse(malformed.stdout).findings[0]).to.include({ code: "version-malformed" });
  });

  it("leaves to an environment's file what is in it", () => {
    const { exitCode, stdout } = panther("plan", "prod", "--region", "us-east-1", "--template-url", "x", "--json");
    expect(exitCode).to.equal(2);
    const { environment, findings } = JSON.parse(stdout);
    expect(environment).to.equal("prod");
    expect(findings.map(({ code, message }: Finding) => `${code} ${message.split(" ")[0]}`)).to.deep.equal([
      "option-not-for-environment --region",
      "option-not-for-environment --template-url",
    ]);
  });

  it("takes wrong use for what it is", () => {
    expect(panther("plan")).to.deep.include({ exitCode: 2, stdout: "" });
    expect(panther("plan", "--from", "1.36.0").stderr).to.match(/^✗ --to is missing\.\n/);
    expect(panther("plan", "--form", "1.36.0")).to.deep.include({ exitCode: 2 });
    const both = ["--release-bucket", "mirror", "--template-url", "https://mirror.s3.amazonaws.com/{key}"];
    expect(panther("plan", "--from", "1.38.5", "--to", "1.39.7", ...both)).to.include({ exitCode: 2, stdout: "" });
  });

  it("takes templates from a bucket or a URL of one's own", () => {
    const root = (...source: readonly string[]) => {
      const answer = panther(
        "plan",
        "--from",
        "1.38.5",
        "--to",
        "1.39.7",
        "--region",
        "cn-north-1",
        "--json",
        ...source,
      );
      return JSON.parse(answer.stdout).hops[0].rootTemplateUrl;
    };
    const url = "https://mirror.s3.cn-north-1.amazonaws.com.cn/v1.39.7/panther.yml";
    expect(root("--release-bucket", "mirror")).to.equal(url);
    expect(root("--template-url", "https://mirror.s3.{region}.amazonaws.com.cn/{key}")).to.equal(url);
  });

  it("fits its table into 80 columns, and says when there is nothing to do", () => {
    const plan = (from: string, to: string) =>
      releasePlan({ from, to, catalog: recommendedCatalog, publishedRoles: ["1.37.9", "1.38.0"].map(parseVersion) });
    const text = planText(plan("1.36.0", "1.38.5"));
    expect(tableLines(text)).to.have.lengthOf(6);
    expect(text).to.include("v1.38.0, the highest of 1.38");
    for (const line of tableLines(text)) expect(line.length).to.be.at.most(80);
    expect(planText(plan("1.38.5", "1.38.5"))).to.equal("v1.38.5 runs already: there is nothing to do.");
  });
});

describe("panther releases", () => {
  it("lists the recommended releases and the withdrawn one, in 80 columns", () => {
    const { exitCode, stdout, stderr } = panther("releases");
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: "" });
    expect(stdout).to.match(
      /│ v1\.27\.8 +│ 1\.27 +│ recommended │ v1\.27\.8\/template\.yml +│\n│ v1\.27\.3 +│ 1\.27 +│ withdrawn/,
    );
    expect(stdout).to.include("v1.27.3: Panther listed it on 2022-01-27");
    expect(tableLines(stdout)).to.have.lengthOf(22);
    for (const line of tableLines(stdout)) expect(line.length).to.be.at.most(80);
  });

  it("lists them as JSON", () => {
    const { releases, findings } = JSON.parse(panther("releases", "--json").stdout);
    expect(findings).to.deep.equal([]);
    expect(releases).to.have.lengthOf(18);
    expect(releases[0]).to.include({ version: "1.39.7", minor: "1.39", recommended: true, withdrawn: null });
  });

  it("tells older patches of a catalog from the one that an upgrade stops at", () => {
    const text = releasesText({
      source: "a list",
      releases: ["1.38.4", "1.38.5"].map(parseVersion),
      withdrawn: [],
    });
    expect(text)
      .to.match(/v1\.38\.5 .* recommended/)
      .and.match(/v1\.38\.4 .* older patch/);
    expect(text).to.not.include("Withdrawn");
  });

  it("refuses a catalog that can't be read: a finding in JSON, else an error", () => {
    const json = panther("releases", "--catalog", "/nowhere", "--json");
    expect(json.exitCode).to.equal(2);
    expect(JSON.parse(json.stdout)).to.have.nested.property("findings[0].code", "catalog-unavailable");
    const plain = panther("releases", "--catalog", "/nowhere");
    expect(plain).to.include({ exitCode: 2, stdout: "" });
    expect(plain.stderr).to.include("/nowhere can't be read");
  });
});
