import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { APIGateway } from "@aws-sdk/client-api-gateway";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";
import { execa } from "execa";
import type { BridgeCheck } from "../../../automation/china/check/checkBridge.ts";
import { releaseVersions } from "../../../local/releases/releases.ts";
import { checkout } from "../../../local/setup/places.mjs";
import { deploy, deployBridge } from "../../local/aws/chinaSide.ts";
import { askWebApp, chinaEnvironment, clientOf, setBridge, type TwoSides } from "../../support/china.ts";
import { eventsOf, type TestEnvironment, testEnvironment } from "../../support/panther.ts";

const quick = { keySettleSeconds: 2, keyOverlapMinutes: 0, keyKeepDays: 0 };
const name = "panther/china";

describe("panther china rotate-key and check, on local AWS", function () {
  this.timeout(180_000);
  let environment: TestEnvironment;
  let sides: TwoSides;
  let gateway: APIGateway;
  let secrets: SecretsManager;
  const outputs: string[] = [];

  const rotate = async (...args: readonly string[]) => {
    const ended = await environment.panther("china rotate-key", ...args);
    outputs.push(ended.stdout, ended.stderr);
    return ended;
  };
  const check = async () => {
    const { code, stdout, stderr } = await environment.panther("china check");
    outputs.push(stdout, stderr);
    return { code, answer: JSON.parse(stdout || "{}") as BridgeCheck };
  };
  const codes = ({ findings }: BridgeCheck) => findings.map(({ code }) => code);
  const keys = async () => (await gateway.getApiKeys({ includeValues: true, limit: 500 })).items ?? [];
  const told = async () => {
    const { SecretString = "{}" } = await secrets.getSecretValue({ SecretId: name });
    return JSON.parse(SecretString) as { readonly URL: string; readonly API_KEY: string };
  };
  /** What the web app says all the while that something else goes on. */
  const askedMeanwhile = async <T>(work: () => Promise<T>) => {
    const refused: unknown[] = [];
    let asked = 0;
    let over = false;
    const asking = (async () => {
      while (!over) {
        const answer = await askWebApp(sides);
        asked += 1;
        if (answer.status !== 200) refused.push(answer);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    try {
      return { result: await work(), refused, asked: () => asked };
    } finally {
      over = true;
      await asking;
    }
  };

  before(async () => {
    ({ environment, sides } = await chinaEnvironment({}, quick));
    const china = clientOf(sides, sides.china);
    gateway = new APIGateway(china);
    secrets = new SecretsManager(clientOf(sides, sides.web));
    await deployBridge(china);
  });
  after(async () => {
    await setBridge({ bridge: "open", keySeconds: 1 });
    await environment.remove();
    sides.remove();
  });

  it("need a secret first, and a value in it", async () => {
    expect(codes((await check()).answer)).to.deep.equal(["secret-missing"]);
    const { code, events } = await rotate("--yes");
    expect(code).to.equal(2);
    expect(eventsOf(events, "failed")[0]).to.include({ code: "secret-missing" });
    await secrets.createSecret({ Name: name });
    const empty = await check();
    expect([empty.code, codes(empty.answer)]).to.deep.equal([1, ["secret-empty"]]);
  });

  it("make the first key before there is a web app", async () => {
    const { code, events } = await rotate("--yes");
    expect(code, JSON.stringify(events)).to.equal(0);
    const [key] = await keys();
    expect(await told()).to.deep.include({ API_KEY: key?.value });
    expect(key?.tags).to.deep.equal({ "panther:environment": "test" });
    const { answer } = await check();
    expect(answer).to.deep.include({ answers: true, criterion: "list", findings: [] });
    expect(answer.key).to.include({ id: key?.id, ours: true });
  });

  it("keep the web app answering through one rotation after the other", async () => {
    const version = releaseVersions.at(-1);
    const bucket = `panther-enterprise-${sides.web.region}`;
    await deploy(clientOf(sides, sides.web), "panther-web", {
      TemplateURL: `https://${bucket}.s3.${sides.web.region}.amazonaws.com/v${version}/proxy_panther.yml`,
      Parameters: [{ ParameterKey: "FirstUserEmail", ParameterValue: "first.user@example.com" }],
      Capabilities: ["CAPABILITY_IAM"],
    });
    const { result, refused, asked } = await askedMeanwhile(async () => [await rotate("--yes"), await rotate("--yes")]);
    expect(result.map(({ code }) => code)).to.deep.equal([0, 0]);
    expect(refused).to.deep.equal([]);
    expect(asked()).to.be.greaterThan(20);
    const steps = eventsOf(result[1]?.events ?? [], "key-step-finished").map(({ step, outcome }) => [step, outcome]);
    expect(steps).to.deep.include.members([
      ["web", "done"],
      ["disable", "done"],
      ["delete", "done"],
    ]);
    // The one in use, and the one before it, disabled.
    const left = await keys();
    expect(left.map(({ enabled }) => enabled).sort()).to.deep.equal([false, true]);
    expect(left.find(({ enabled }) => enabled)?.value).to.equal((await told()).API_KEY);
  });

  for (const step of ["new-key", "answers", "secret", "web", "disable"] as const) {
    it(`keep it answering where one is killed after "${step}", and the next tidies up`, async () => {
      const { refused, result } = await askedMeanwhile(async () => {
        const words = ["china", "rotate-key", "test", "--yes", "--json", "--poll-seconds", "0.2"];
        const child = execa(
          process.execPath,
          [...environment.commandLine, ...words, "--project", environment.projectDirectory],
          { cwd: checkout, env: environment.env, reject: false },
        );
        let printed = "";
        child.stdout.on("data", (part: Buffer) => {
          printed += part.toString();
          if (printed.includes(`"type":"key-step-finished","step":"${step}"`)) child.kill("SIGKILL");
        });
        const { stdout, stderr, isTerminated } = await child;
        outputs.push(stdout, stderr);
        expect(isTerminated).to.equal(true);
        return ["new-key", "answers"].includes(step) ? await rotate("--yes") : await rotate("--finish", "--yes");
      });
      expect(result.code, JSON.stringify(result.events)).to.equal(0);
      expect(refused).to.deep.equal([]);
      const enabled = (await keys()).filter((key) => key.enabled);
      expect(enabled.map(({ value }) => value)).to.deep.equal([(await told()).API_KEY]);
    });
  }

  it("tell why the bridge refuses, and change nothing where it does", async () => {
    const before = await told();
    const current = (await keys()).find(({ value }) => value === before.API_KEY);
    const enable = (value: string) =>
      gateway.updateApiKey({
        apiKey: current?.id ?? "",
        patchOperations: [{ op: "replace", path: "/enabled", value }],
      });
    await enable("false");
    const disabled = await check();
    expect([disabled.code, codes(disabled.answer)]).to.deep.equal([1, ["key-disabled"]]);
    await enable("true");
    await setBridge({ bridge: "recordal-missing" });
    expect(codes((await check()).answer)).to.deep.equal(["recordal-missing"]);
    await setBridge({ bridge: "not-json" });
    expect(codes((await check()).answer)).to.deep.equal(["bridge-not-json"]);
    await setBridge({ bridge: "open" });
    expect((await check()).code).to.equal(0);
    expect(await told()).to.deep.equal(before);
  });

  it("ask first, and have nobody to ask in a script", async () => {
    const { code, events } = await rotate();
    expect(code).to.equal(2);
    expect(eventsOf(events, "failed")[0]).to.include({ code: "approval-missing" });
  });

  it("have a word said for the account's recordal before there is a backend", async () => {
    const { stdout } = await environment.panther("plan");
    const { findings = [] } = JSON.parse(stdout) as { readonly findings?: BridgeCheck["findings"] };
    expect(findings.map(({ code }) => code)).to.include("recordal-needed");
  });

  it("are of no use where there is no side in China", async () => {
    const standard = await testEnvironment();
    try {
      const { code, events } = await standard.panther("china rotate-key", "--yes");
      expect([code, eventsOf(events, "failed")[0]?.code]).to.deep.equal([2, "no-split"]);
      const checked = await standard.panther("china check");
      expect(checked.code).to.equal(2);
      expect(checked.stderr).to.include("no gateway in China");
    } finally {
      await standard.remove();
    }
  });

  it("show no key to anybody: in outputs, journals, or anything else that they leave", async () => {
    const values = (await keys()).map(({ value = "" }) => value);
    expect(values).to.not.include("");
    const files = readdirSync(environment.projectDirectory, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"));
    expect(files.some((text) => text.includes("key-step-finished"))).to.equal(true);
    for (const text of [...files, ...outputs]) {
      expect(values.filter((value) => text.includes(value))).to.deep.equal([]);
    }
  });
});
